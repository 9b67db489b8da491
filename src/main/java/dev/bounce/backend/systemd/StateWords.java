package dev.bounce.backend.systemd;

import java.util.Optional;

/** A unit's state in systemd's own words, with the reason of a failure. */
final class StateWords {
  private static final long EXITED = 1; // CLD_EXITED, siginfo_t of sigaction(2)

  private StateWords() {}

  /** Returns one line: {@code active/running: 3 workers}, {@code exit-code, exit status 3}. */
  static String of(Unit unit) {
    String active = unit.text("ActiveState");
    String sub = unit.text("SubState");
    if (active.equals("failed")) {
      return reason(unit).orElse(active) + afterword(unit);
    }
    String text = active + "/" + sub;
    if (sub.startsWith("auto-restart")) {
      return text + reason(unit).map(why -> ": " + why).orElse("") + "; systemd tries again";
    }
    String status = unit.text("StatusText");
    return unit.isActive() && !status.isEmpty() ? text + ": " + status : text;
  }

  private static Optional<String> reason(Unit unit) {
    String result = unit.text("Result");
    return switch (result) {
      case "", "success" -> Optional.empty();
      case "exit-code" -> Optional.of("exit-code, exit status " + unit.number("ExecMainStatus"));
      case "signal", "core-dump", "watchdog" -> Optional.of(result + ended(unit));
      case "start-limit-hit" ->
          Optional.of("start-limit-hit, it was started too often (StartLimitBurst=)");
      default -> Optional.of(result); // systemd may know more of them
    };
  }

  private static String ended(Unit unit) {
    long code = unit.number("ExecMainCode");
    long status = unit.number("ExecMainStatus");
    return status == 0 ? "" : code == EXITED ? ", exit status " + status : ", signal " + status;
  }

  /** A unit that systemd restarts stays failed only when it was restarted too often. */
  private static String afterword(Unit unit) {
    long restarts = unit.number("NRestarts");
    return restarts == 0
        ? ""
        : "; systemd gave up after %d restart%s (start limit)"
            .formatted(restarts, restarts == 1 ? "" : "s");
  }
}
