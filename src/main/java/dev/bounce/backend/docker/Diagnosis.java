package dev.bounce.backend.docker;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.Finding;
import dev.bounce.backend.Finding.Question;
import dev.bounce.diag.Code;
import dev.bounce.host.Host;
import java.time.Duration;
import java.util.List;

/** Looks for the Docker Engine that the docker command would talk to. */
record Diagnosis(EngineAddress address, Host host, Duration timeout) {
  List<Finding> findings() {
    try {
      EngineClient engine = new EngineClient(address.find(host), host, timeout);
      Fields version = engine.get("/version");
      return List.of(
          Finding.yes(Question.PRESENT, ""),
          Finding.yes(
              Question.VERSION, version.text("Version") + ", API " + version.text("ApiVersion")),
          Finding.yes(Question.REACHABLE, engine.where()),
          Finding.yes(Question.PERMITTED, "whoever may call it may change everything"));
    } catch (BackendException e) {
      Question question = e.code() == Code.B005 ? Question.PERMITTED : Question.REACHABLE;
      return List.of(Finding.no(question, e.text(), e.hint().orElse("")));
    }
  }
}
