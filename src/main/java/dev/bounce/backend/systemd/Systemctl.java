package dev.bounce.backend.systemd;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.Effect;
import dev.bounce.backend.Settings;
import dev.bounce.diag.Code;
import dev.bounce.diag.Suggest;
import dev.bounce.host.CommandLine;
import dev.bounce.host.CommandResult;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.value.Texts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Calls of systemctl(1), which share one time bound.
 *
 * <p>They never ask for a password, and answer in English and UTC, so that they can be understood.
 */
final class Systemctl {
  static final Map<String, String> ENVIRONMENT = Map.of("LC_ALL", "C", "TZ", "UTC");

  private static final int NOT_FOUND = 127;

  private final Scope scope;
  private final Host host;
  private final Duration bound;
  private final long startNanos = System.nanoTime();

  Systemctl(Scope scope, Host host, Duration bound) {
    this.scope = scope;
    this.host = host;
    this.bound = bound;
  }

  /** Returns the argument vector of a call of systemctl. */
  static List<String> command(Scope scope, List<String> words) {
    List<String> command = new ArrayList<>(List.of("systemctl"));
    if (scope == Scope.USER) {
      command.add("--user");
    }
    command.add("--no-ask-password");
    command.addAll(words);
    return List.copyOf(command);
  }

  /** Returns what changes a unit, as an effect. */
  static Effect.Command effect(Settings settings, String member, List<String> words) {
    return new Effect.Command(
        member, command(Scope.of(settings), words), Scope.changingUser(settings));
  }

  /**
   * Reads units in one call: those of these names, loaded or not, and those loaded ones that match
   * the patterns among them.
   */
  List<Unit> show(Collection<String> names) throws BackendException {
    List<String> words = new ArrayList<>(List.of("--all", "show"));
    words.add("--property=" + String.join(",", Unit.SHOWN));
    words.add("--");
    words.addAll(names);
    return Unit.read(read(words));
  }

  /** Asks something, and returns the answer. Changes nothing. */
  String read(List<String> words) throws BackendException {
    List<String> command = command(scope, words);
    String call = "systemctl " + String.join(" ", words.subList(0, Math.min(2, words.size())));
    CommandResult result = run(command, Optional.empty(), call);
    if (result.exitCode() != 0) {
      throw refused(result, call, Code.B008);
    }
    return result.output();
  }

  /**
   * Changes something.
   *
   * @throws BackendException when systemctl exits with another code than 0
   */
  void change(Effect.Command command) throws BackendException {
    CommandResult result = run(command.arguments(), command.user(), command.shown());
    if (result.exitCode() != 0) {
      throw refused(result, command.shown(), Code.B004);
    }
  }

  /** Returns the error for a name that systemd does not know, with those that it does. */
  BackendException unknown(String name, String what) throws BackendException {
    Set<String> names = new TreeSet<>();
    for (String list : List.of("list-unit-files", "list-units")) {
      List<String> words =
          List.of(list, "--all", "--plain", "--no-legend", "--type=service,target,socket,timer");
      for (String line : read(words).lines().toList()) {
        names.add(line.strip().split(" ", 2)[0]);
      }
    }
    return new BackendException(
        Code.B003,
        what,
        "",
        Suggest.nearest(name, names).map(near -> "did you mean `" + near + "`? ").orElse("")
            + "`systemctl list-unit-files` shows what there is");
  }

  private CommandResult run(List<String> arguments, Optional<String> user, String call)
      throws BackendException {
    Duration left = bound.minusNanos(System.nanoTime() - startNanos);
    try {
      return host.execute(
          new CommandLine(arguments, Optional.empty(), ENVIRONMENT, user),
          left.isNegative() ? Duration.ZERO : left,
          _ -> {});
    } catch (HostException e) {
      throw failed(e, call, user);
    }
  }

  private BackendException failed(HostException e, String call, Optional<String> user) {
    return switch (e.reason()) {
      case PERMISSION -> forbidden(call, e.message(), user);
      case TIMEOUT ->
          new BackendException(
              Code.B001,
              "systemd did not answer `" + call + "` within " + Texts.duration(bound),
              e.message(),
              "does `systemctl is-system-running` answer?");
      case INTERRUPTED ->
          new BackendException(Code.R011, "`" + call + "` was interrupted", e.message(), "");
      case ABSENT, BROKEN, UNREADABLE, STALE, FAILED ->
          new BackendException(
              Code.B001,
              "cannot call systemctl: `" + call + "`",
              e.message(),
              "`via systemd` needs systemd's own systemctl");
    };
  }

  private static BackendException refused(CommandResult result, String call, Code otherwise) {
    String said = String.join("; ", result.output().strip().lines().toList());
    if (result.exitCode() == NOT_FOUND) {
      return new BackendException(
          Code.B001,
          "there is no systemctl: `" + call + "`",
          said,
          "`via systemd` needs systemd's own systemctl in the PATH");
    }
    return switch (Refusal.of(said)) {
      case UNREACHABLE ->
          new BackendException(
              Code.B001,
              "no systemd answers `" + call + "`",
              said,
              "is systemd the first process of this machine? `scope user` asks that of the user,"
                  + " which needs XDG_RUNTIME_DIR");
      case FORBIDDEN -> forbidden(call, said, Optional.empty());
      case UNKNOWN_UNIT ->
          new BackendException(
              Code.B003,
              "systemd does not know the unit: `" + call + "`",
              said,
              "`systemctl list-unit-files` shows what there is");
      case OTHER ->
          new BackendException(
              otherwise,
              "`" + call + "` exited with " + result.exitCode(),
              said,
              otherwise == Code.B004 ? "the journal tells more: `journalctl -xe`" : "");
    };
  }

  /** Returns the error for something that this user may not do. */
  static BackendException forbidden(String call, String said, Optional<String> user) {
    return new BackendException(
        Code.B005,
        "no permission for `" + call + "`",
        said,
        "run bounce as root, or let sudo permit it without a password: "
            + "`USER ALL=(%s) NOPASSWD: /usr/bin/systemctl` in a file of /etc/sudoers.d"
                .formatted(user.orElse("root")));
  }

  /** What systemctl's words mean; its exit codes tell less. */
  private enum Refusal {
    UNREACHABLE,
    FORBIDDEN,
    UNKNOWN_UNIT,
    OTHER;

    static Refusal of(String said) {
      if (said.contains("Failed to connect to") || said.contains("has not been booted with")) {
        return UNREACHABLE;
      }
      if (said.contains("Access denied")
          || said.contains("authentication required")
          || said.contains("Permission denied")) {
        return FORBIDDEN;
      }
      return said.contains(" not found.") ? UNKNOWN_UNIT : OTHER;
    }
  }
}
