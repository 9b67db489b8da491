package dev.bounce.backend.systemd;

/** A unit's state in systemd's own words, with the reason of a failure. */
final class StateWords {
  private static final long EXITED = 1; // CLD_EXITED, siginfo_t of sigaction(2)

  private StateWords() {}

  /** Returns one line: {@code failed: exit-code, exit status 3}. */
  static String of(Unit unit) {
    String active = unit.text("ActiveState");
    String sub = unit.text("SubState");
    String text = active.equals(sub) ? active : active + " (" + sub + ")";
    if (sub.startsWith("auto-restart")) {
      return text + reason(unit) + "; systemd tries again";
    }
    if (active.equals("failed")) {
      return text + reason(unit) + afterword(unit);
    }
    String status = unit.text("StatusText");
    return unit.isActive() && !status.isEmpty() ? text + ": " + status : text;
  }

  private static String reason(Unit unit) {
    String result = unit.text("Result");
    if (result.isEmpty() || result.equals("success")) {
      return "";
    }
    return switch (result) {
      case "exit-code" -> ": exit-code, exit status " + unit.number("ExecMainStatus");
      case "signal", "core-dump", "watchdog" -> ": " + result + ended(unit);
      case "start-limit-hit" ->
          ": start-limit-hit: it was started too often in too short a time (StartLimitBurst=)";
      default -> ": " + result; // systemd may know more of them
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
