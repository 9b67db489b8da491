package dev.bounce.backend.systemd;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.Settings;
import dev.bounce.diag.Code;
import dev.bounce.host.AddedLines;
import dev.bounce.host.CommandLine;
import dev.bounce.host.CommandResult;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.host.LogFollower;
import dev.bounce.host.LogPortion;
import dev.bounce.value.Json;
import dev.bounce.value.JsonException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Follows what units write, and what systemd writes of them: one call of journalctl(1) for all of
 * them, from the cursor of the last line on.
 */
final class JournalFollower implements LogFollower {
  private static final String CURSOR = "-- cursor: ";

  private final Settings settings;
  private final List<String> units;
  private final Host host;
  private final Optional<String> user;
  private String cursor;

  JournalFollower(Settings settings, List<String> units, Host host, Duration timeout)
      throws BackendException {
    this.settings = settings;
    this.units = List.copyOf(units);
    this.host = host;
    Optional<String> plain = end(Optional.empty(), timeout);
    this.user = plain.isPresent() ? Optional.empty() : Scope.changingUser(settings);
    this.cursor =
        plain
            .or(() -> end(user, timeout))
            .orElseThrow(() ->
                new BackendException(Code.B008, "journalctl shows nothing of the journal", "", ""));
  }

  private Optional<String> end(Optional<String> as, Duration timeout) {
    try {
      return run(List.of("--lines=0", "--show-cursor"), as, timeout)
          .output()
          .lines()
          .filter(line -> line.startsWith(CURSOR))
          .map(line -> line.substring(CURSOR.length()))
          .findFirst();
    } catch (HostException _) {
      return Optional.empty();
    }
  }

  private CommandResult run(List<String> words, Optional<String> as, Duration timeout)
      throws HostException {
    List<String> command = new ArrayList<>(List.of("journalctl", "--quiet", "--no-pager"));
    command.addAll(words);
    return host.execute(
        new CommandLine(command, Optional.empty(), Systemctl.ENVIRONMENT, as), timeout, _ -> {});
  }

  @Override
  public List<LogPortion> look(boolean last, Duration timeout) {
    try {
      if (last) {
        // A line that a process has just written may still be on its way.
        CommandResult _ = run(List.of("--sync"), user, timeout);
      }
      List<String> words = new ArrayList<>(List.of("--output=json", "--after-cursor=" + cursor));
      boolean ofUser = Scope.of(settings) == Scope.USER;
      units.forEach(unit -> words.add((ofUser ? "--user-unit=" : "--unit=") + unit));
      CommandResult result = run(words, user, timeout);
      if (result.exitCode() != 0) {
        return List.of(LogPortion.trouble(settings.service(), result.output().strip()));
      }
      return portions(result.output());
    } catch (HostException e) {
      return List.of(LogPortion.trouble(settings.service(), e.message()));
    }
  }

  /** Of a very long answer only the beginning comes; the rest is read at the next look. */
  private List<LogPortion> portions(String output) {
    Map<String, AddedLines> added = new LinkedHashMap<>();
    for (String line : output.lines().toList()) {
      try {
        if (Json.read(line) instanceof Map<?, ?> entry
            && entry.get("__CURSOR") instanceof String next) {
          String unit = unit(entry);
          byte[] bytes = (message(entry.get("MESSAGE")) + "\n").getBytes(StandardCharsets.UTF_8);
          added.computeIfAbsent(unit, AddedLines::new).write(bytes, 0, bytes.length);
          cursor = next;
        }
      } catch (JsonException _) {
        break;
      }
    }
    return added.values().stream().map(lines -> lines.take(true, Optional.empty())).toList();
  }

  /** What systemd says of a unit has that one's name in another field than what the unit says. */
  private String unit(Map<?, ?> entry) {
    return Stream.of("UNIT", "USER_UNIT", "_SYSTEMD_UNIT", "_SYSTEMD_USER_UNIT")
        .map(entry::get)
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .filter(units::contains)
        .findFirst()
        .orElse(settings.service());
  }

  /** What is no text comes as the numbers of its bytes; what is too long, as null. */
  private static String message(@Nullable Object message) {
    if (message instanceof String text) {
      return text;
    }
    if (message instanceof List<?> numbers) {
      byte[] bytes = new byte[numbers.size()];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = numbers.get(i) instanceof Number number ? number.byteValue() : (byte) '?';
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
    return "";
  }

  @Override
  public void close() {}
}
