package dev.bounce.backend.puma;

import dev.bounce.host.Endpoint;
import dev.bounce.host.RunningProcess;
import java.util.List;
import java.util.Optional;

/**
 * How one Puma is reached at this moment.
 *
 * @param master its process; absent when none lives, or none can be told
 * @param named whether the first of the files that are to name its process does
 * @param missing why not, where a file says otherwise; possibly empty
 * @param control its control server; absent where it has none that is known
 * @param url the address of the control server as it was found
 * @param token what the control server asks for. Secret.
 * @param appearing whether a Puma is about to say who it is
 * @param processes the process table, read after the files that name a process
 */
record Reach(
    Optional<RunningProcess> master,
    boolean named,
    String missing,
    Optional<Endpoint> control,
    String url,
    Optional<String> token,
    boolean appearing,
    List<RunningProcess> processes) {
  /** Copies the list. */
  Reach {
    processes = List.copyOf(processes);
  }

  /** Returns the same without a control server. */
  Reach withoutControl() {
    return new Reach(
        master, named, missing, Optional.empty(), "", Optional.empty(), appearing, processes);
  }

  /** Returns nothing secret. */
  @Override
  public String toString() {
    return "Reach[" + master + ", " + control + "]";
  }
}
