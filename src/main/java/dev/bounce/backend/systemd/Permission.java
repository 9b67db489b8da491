package dev.bounce.backend.systemd;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.Settings;
import dev.bounce.host.CommandLine;
import dev.bounce.host.CommandResult;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the user who runs bounce may change units: root may; anybody else needs a sudo that
 * permits it without a password. Nothing is changed by asking.
 */
record Permission(Settings settings, Host host, Duration timeout) {
  private static final String ROOT = "0";

  /** A sudoers file may permit one and not the others; the runbook may need just that one. */
  private static final List<List<String>> CHANGES =
      List.of(
          List.of("--no-block", "restart"),
          List.of("reload"),
          List.of("--no-block", "start"),
          List.of("--no-block", "stop"));

  /** Returns what speaks against it: sudo's words for a unit of which nothing may be changed. */
  Optional<BackendException> refusal(Set<String> units) {
    Optional<String> user = Scope.changingUser(settings);
    if (user.isEmpty() || isRoot()) {
      return Optional.empty();
    }
    for (String unit : units) {
      String said = "";
      for (List<String> change : CHANGES) {
        List<String> words = new ArrayList<>(change);
        words.add(unit);
        List<String> command = new ArrayList<>(List.of("sudo", "-n", "-l", "-u", user.get(), "--"));
        command.addAll(Systemctl.command(Scope.SYSTEM, words));
        CommandResult answer = answer(command);
        if (answer.exitCode() == 0) {
          said = "";
          break;
        }
        said = answer.output().isBlank() ? "sudo does not permit it" : answer.output().strip();
      }
      if (!said.isEmpty()) {
        return Optional.of(Systemctl.forbidden("systemctl restart " + unit, said, user));
      }
    }
    return Optional.empty();
  }

  boolean isRoot() {
    return answer(List.of("id", "-u")).output().strip().equals(ROOT);
  }

  /** Tells whether sudo permits anything to be done with systemctl, and what it says. */
  CommandResult ofSystemctl() {
    return answer(List.of("sudo", "-n", "-l", "-u", "root", "--", "systemctl"));
  }

  private CommandResult answer(List<String> command) {
    try {
      return host.execute(
          new CommandLine(command, Optional.empty(), Systemctl.ENVIRONMENT, Optional.empty()),
          timeout,
          _ -> {});
    } catch (HostException e) {
      return new CommandResult(1, e.message(), false);
    }
  }
}
