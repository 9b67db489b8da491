package dev.bounce.backend.supervisor;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.Finding;
import dev.bounce.backend.Finding.Question;
import dev.bounce.backend.Settings;
import dev.bounce.host.Host;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Looks for the supervisord that supervisorctl would talk to. */
record Diagnosis(Host host, Duration timeout) {
  List<Finding> findings() {
    Settings none = new Settings("supervisor", Map.of());
    try {
      SupervisorClient client = new SupervisorClient(AccessFinder.find(none, host), host, timeout);
      XmlRpc.Call version = new XmlRpc.Call("supervisor.getSupervisorVersion", List.of());
      return switch (client.call(version)) {
        case XmlRpc.Result(Object answer) ->
            List.of(
                Finding.yes(Question.PRESENT, ""),
                Finding.yes(Question.VERSION, String.valueOf(answer)),
                Finding.yes(Question.REACHABLE, client.where()),
                Finding.yes(Question.PERMITTED, "whoever may call it may change everything"));
        case XmlRpc.Fault(int code, String text) ->
            List.of(Finding.no(Question.REACHABLE, code + " " + text, "see its log"));
      };
    } catch (BackendException e) {
      return List.of(
          Finding.no(
              Question.REACHABLE,
              e.message() + e.why().map(why -> ": " + why).orElse(""),
              e.hint().orElse("")));
    }
  }
}
