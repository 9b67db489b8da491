package dev.bounce.backend.systemd;

import dev.bounce.backend.Settings;
import dev.bounce.host.CommandLine;
import dev.bounce.host.CommandResult;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a unit wrote, and what systemd wrote of it: journalctl(1). */
final class Journal {
  private final Settings settings;
  private final Host host;
  private final Duration bound;

  Journal(Settings settings, Host host, Duration bound) {
    this.settings = settings;
    this.host = host;
    this.bound = bound;
  }

  /**
   * Returns the last lines that are of the last start.
   *
   * <p>What a process wrote just before it died comes to the journal without the number of the
   * invocation: journald looks for that only when it reads the line, and finds it gone. Such a line
   * is known by its unit and its time, to the second.
   */
  List<String> tail(Unit unit, int lines) {
    // A line that a process wrote just before it died may still be on its way.
    run(List.of("--sync"), Optional.empty());
    List<String> words = new ArrayList<>(List.of("--lines=" + lines, "--output=cat"));
    words.addAll(matches(unit));
    return run(words, Optional.empty())
        .filter(text -> !text.isBlank())
        .or(() -> run(words, Scope.changingUser(settings)))
        .map(text -> text.lines().toList())
        .map(all -> all.subList(Math.max(0, all.size() - lines), all.size()))
        .orElse(List.of());
  }

  private List<String> matches(Unit unit) {
    boolean ofUser = Scope.of(settings) == Scope.USER;
    String invocation = unit.text("InvocationID");
    String since = unit.text("InactiveExitTimestamp"); // Sat 2026-11-21 22:58:53 UTC
    if (invocation.isEmpty() || !since.contains(" ")) {
      return List.of((ofUser ? "--user-unit=" : "--unit=") + unit.id());
    }
    return List.of(
        "--since=" + since.substring(since.indexOf(' ') + 1),
        "_SYSTEMD_INVOCATION_ID=" + invocation,
        "+",
        (ofUser ? "USER_INVOCATION_ID=" : "INVOCATION_ID=") + invocation,
        "+",
        (ofUser ? "_SYSTEMD_USER_UNIT=" : "_SYSTEMD_UNIT=") + unit.id());
  }

  private Optional<String> run(List<String> words, Optional<String> user) {
    List<String> command = new ArrayList<>(List.of("journalctl", "--quiet", "--no-pager"));
    command.addAll(words);
    try {
      CommandResult result =
          host.execute(
              new CommandLine(command, Optional.empty(), Systemctl.ENVIRONMENT, user),
              bound,
              _ -> {});
      return result.exitCode() == 0 ? Optional.of(result.output()) : Optional.empty();
    } catch (HostException _) {
      return Optional.empty();
    }
  }
}
