package dev.bounce.backend.supervisor;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.Finding;
import dev.bounce.backend.Finding.Question;
import dev.bounce.backend.Settings;
import dev.bounce.diag.Code;
import dev.bounce.host.CommandLine;
import dev.bounce.host.CommandResult;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks for the supervisord that supervisorctl would talk to. */
record Diagnosis(Host host, Duration timeout) {
  private static final int NOT_FOUND = 127;

  List<Finding> findings() {
    Settings none = new Settings("supervisor", Map.of());
    try {
      SupervisorClient client = new SupervisorClient(AccessFinder.find(none, host), host, timeout);
      XmlRpc.Call version = new XmlRpc.Call("supervisor.getSupervisorVersion", List.of());
      return switch (client.call(version)) {
        case XmlRpc.Result(Object answer) ->
            List.of(
                Finding.yes(Question.VERSION, String.valueOf(answer)),
                Finding.yes(Question.REACHABLE, client.where()),
                Finding.yes(Question.PERMITTED, "whoever may call it may change everything"));
        case XmlRpc.Fault(int code, String text) ->
            List.of(
                Finding.no(Question.REACHABLE, code + " " + text, "see the log of supervisord"));
      };
    } catch (BackendException e) {
      List<Finding> findings = new ArrayList<>(installed());
      boolean refused = e.code() == Code.B005 || e.code() == Code.B002;
      findings.add(
          Finding.no(
              refused ? Question.PERMITTED : Question.REACHABLE,
              e.text(),
              e.hint().orElse("look at its log")));
      return List.copyOf(findings);
    }
  }

  /** Asks the program itself, which takes a tenth of a second: only where nobody answers. */
  private List<Finding> installed() {
    try {
      CommandResult result =
          host.execute(CommandLine.of(List.of("supervisord", "--version")), timeout, _ -> {});
      if (result.exitCode() != NOT_FOUND) {
        return List.of(
            Finding.yes(Question.PRESENT, "supervisord"),
            Finding.yes(Question.VERSION, result.output().strip()));
      }
    } catch (HostException e) {
      return List.of(Finding.unknown(Question.PRESENT, e.message()));
    }
    return List.of(
        Finding.no(
            Question.PRESENT,
            "there is no supervisord on the PATH",
            "install the package supervisor, if services are to be managed by it"));
  }
}
