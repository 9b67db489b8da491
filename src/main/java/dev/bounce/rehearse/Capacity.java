package dev.bounce.rehearse;

import dev.bounce.backend.sim.SimulatedWorld.Change;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Counts, for every service, how many of its members were down at the same time. */
final class Capacity {
  private final Map<String, Set<String>> down = new HashMap<>();
  private final Map<String, Integer> most = new HashMap<>();

  /** Takes note of a change. */
  synchronized void changed(Change change) {
    Set<String> members = down.computeIfAbsent(change.service(), _ -> new HashSet<>());
    if (change.state().isRunning()) {
      members.remove(change.state().member());
    } else {
      members.add(change.state().member());
    }
    most.merge(change.service(), members.size(), Math::max);
  }

  /** Begins to count anew: those that are down now are what there is. */
  synchronized void restart() {
    most.clear();
    down.forEach((service, members) -> most.put(service, members.size()));
  }

  /** Returns how many were down at the worst moment since then. */
  synchronized int mostDown(String service) {
    return most.getOrDefault(service, 0);
  }
}
