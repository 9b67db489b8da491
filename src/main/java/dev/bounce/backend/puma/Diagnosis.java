package dev.bounce.backend.puma;

import dev.bounce.backend.Finding;
import dev.bounce.backend.Finding.Question;
import dev.bounce.host.CommandLine;
import dev.bounce.host.CommandResult;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import java.time.Duration;
import java.util.List;

/** Looks for Puma where a shell would: bounce needs it only to start one. */
record Diagnosis(Host host, Duration timeout) {
  private static final int NOT_FOUND = 127;

  List<Finding> findings() {
    Finding reachable =
        Finding.unknown(
            Question.REACHABLE, "each service has a control server of its own, or only a pid");
    try {
      CommandResult result =
          host.execute(CommandLine.of(List.of("puma", "--version")), timeout, _ -> {});
      String said = result.output().lines().findFirst().orElse("");
      if (result.exitCode() == NOT_FOUND) {
        return List.of(
            Finding.unknown(Question.PRESENT, "no puma in PATH; an application may bring its own"),
            reachable);
      }
      return result.exitCode() == 0
          ? List.of(
              Finding.yes(Question.PRESENT, "puma"), Finding.yes(Question.VERSION, said), reachable)
          : List.of(
              Finding.no(Question.PRESENT, said, "look what `puma --version` says in a shell"),
              reachable);
    } catch (HostException e) {
      return List.of(Finding.unknown(Question.PRESENT, e.message()), reachable);
    }
  }
}
