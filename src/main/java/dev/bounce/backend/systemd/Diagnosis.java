package dev.bounce.backend.systemd;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.Finding;
import dev.bounce.backend.Finding.Question;
import dev.bounce.backend.Settings;
import dev.bounce.diag.Code;
import dev.bounce.host.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks for the machine's systemd. */
record Diagnosis(Host host, Duration timeout) {
  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    Systemctl systemctl = new Systemctl(Scope.SYSTEM, host, timeout);
    try {
      String version = systemctl.read(List.of("--version")).lines().findFirst().orElse("");
      findings.add(Finding.yes(Question.PRESENT, "systemctl"));
      findings.add(Finding.yes(Question.VERSION, version));
      String running = systemctl.read(List.of("show", "--property=SystemState", "--value"));
      findings.add(Finding.yes(Question.REACHABLE, running.strip()));
      findings.add(permitted());
    } catch (BackendException e) {
      Question question = findings.isEmpty() ? Question.PRESENT : Question.REACHABLE;
      String said = e.text();
      findings.add(
          e.code() == Code.B001 || question == Question.REACHABLE
              ? Finding.no(question, said, e.hint().orElse(""))
              : Finding.unknown(question, said));
    }
    return List.copyOf(findings);
  }

  private Finding permitted() {
    Permission permission = new Permission(new Settings("systemd", Map.of()), host, timeout);
    if (permission.isRoot()) {
      return Finding.yes(Question.PERMITTED, "root");
    }
    var sudo = permission.ofSystemctl();
    return sudo.exitCode() == 0
        ? Finding.yes(Question.PERMITTED, "by sudo")
        : Finding.unknown(
            Question.PERMITTED,
            "sudo does not permit every systemctl without a password; perhaps some: "
                + sudo.output().strip(),
            "run bounce as root, or permit what the runbook needs:"
                + " `USER ALL=(root) NOPASSWD: /usr/bin/systemctl` in a file of /etc/sudoers.d");
  }
}
