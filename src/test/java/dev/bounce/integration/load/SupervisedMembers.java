package dev.bounce.integration.load;

import dev.bounce.testbed.RealSupervisor;
import dev.bounce.testbed.SupervisorWorld;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Processes of a supervisord, by way of supervisorctl. */
final class SupervisedMembers {
  private SupervisedMembers() {}

  /** Returns who they are now. */
  static Set<String> identities(RealSupervisor supervisor, List<String> members)
      throws IOException {
    return SupervisorWorld.read(supervisor.configuration()).pids(members).entrySet().stream()
        .map(member -> member.getKey() + " pid " + member.getValue())
        .collect(Collectors.toSet());
  }

  /** Restarts a group all at once. */
  static void restartAll(RealSupervisor supervisor, String group) throws IOException {
    String configuration = supervisor.configuration().toString();
    ShellCommand.run("supervisorctl", "-c", configuration, "restart", group + ":*");
  }
}
