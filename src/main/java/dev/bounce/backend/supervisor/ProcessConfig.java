package dev.bounce.backend.supervisor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What supervisord was configured to do with a process, from one struct of {@code
 * supervisor.getAllConfigInfo}, which supervisor has since 4.0.
 *
 * @param startSeconds how long a process lives before it is called RUNNING
 * @param stopWaitSeconds how long a stop may take before supervisord kills
 * @param expectedExits the exit codes that are no failure
 */
record ProcessConfig(long startSeconds, long stopWaitSeconds, List<Long> expectedExits) {
  /** Copies the list. */
  ProcessConfig {
    expectedExits = List.copyOf(expectedExits);
  }

  /** Returns configurations by full name; what is not as it should be is left out. */
  static Map<String, ProcessConfig> byFullName(Object structs) {
    Map<String, ProcessConfig> found = new HashMap<>();
    if (structs instanceof List<?> list) {
      for (Object struct : list) {
        if (struct instanceof Map<?, ?> members
            && members.get("group") instanceof String group
            && members.get("name") instanceof String name
            && members.get("startsecs") instanceof Long start
            && members.get("stopwaitsecs") instanceof Long stop) {
          String fullName = group.equals(name) ? name : group + ":" + name;
          found.put(fullName, new ProcessConfig(start, stop, exits(members.get("exitcodes"))));
        }
      }
    }
    return found;
  }

  private static List<Long> exits(@Nullable Object codes) {
    return codes instanceof List<?> list
        ? list.stream().filter(Long.class::isInstance).map(Long.class::cast).toList()
        : List.of(0L);
  }
}
