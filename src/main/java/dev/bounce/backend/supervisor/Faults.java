package dev.bounce.backend.supervisor;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.Effect;
import dev.bounce.diag.Code;
import java.util.List;

/** What supervisord's faults mean; their numbers are those of its {@code xmlrpc.py}. */
final class Faults {
  private static final int UNKNOWN_METHOD = 1;
  private static final int SHUTDOWN_STATE = 6;
  private static final int BAD_NAME = 10;
  private static final int NO_FILE = 20;
  private static final int NOT_EXECUTABLE = 21;
  private static final int ABNORMAL_TERMINATION = 40;
  private static final int SPAWN_ERROR = 50;
  private static final int ALREADY_STARTED = 60;
  private static final int NOT_RUNNING = 70;

  private Faults() {}

  /**
   * Returns when a fault only says that there was nothing left to do, or that supervisord took the
   * call and the process died: both are for the next observation to judge.
   */
  static void refuseUnlessBenign(
      XmlRpc.Fault fault, Effect.RemoteCall call, SupervisorClient client) throws BackendException {
    boolean benign =
        switch (call.method()) {
          case "supervisor.startProcess" ->
              List.of(ALREADY_STARTED, SPAWN_ERROR, ABNORMAL_TERMINATION).contains(fault.code());
          case "supervisor.stopProcess" -> fault.code() == NOT_RUNNING;
          case "supervisor.signalProcess" ->
              fault.code() == NOT_RUNNING && call.arguments().contains("KILL");
          default -> false;
        };
    if (benign) {
      return;
    }
    if (fault.code() == BAD_NAME) {
      throw Membership.unknown(call.member(), SupervisorBackend.processes(client));
    }
    throw refused(fault, call.method() + " of " + call.member(), client);
  }

  /** Returns a fault as an error. */
  static BackendException refused(XmlRpc.Fault fault, String what, SupervisorClient client) {
    return switch (fault.code()) {
      case NO_FILE, NOT_EXECUTABLE ->
          new BackendException(
              Code.B006,
              "was not started by supervisord",
              fault.text(),
              "correct `command` in its configuration, then `supervisorctl update`");
      case SHUTDOWN_STATE ->
          error(fault, what, client, "supervisord is going down or restarting; try again later");
      case UNKNOWN_METHOD -> error(fault, what, client, "is it a supervisord of 3.3 or newer?");
      default -> error(fault, what, client, "");
    };
  }

  private static BackendException error(
      XmlRpc.Fault fault, String what, SupervisorClient client, String hint) {
    return new BackendException(
        Code.B004,
        "supervisord at " + client.where() + " refused " + what,
        fault.text() + " (fault " + fault.code() + ")",
        hint);
  }
}
