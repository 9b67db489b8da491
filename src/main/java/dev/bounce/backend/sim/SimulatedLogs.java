package dev.bounce.backend.sim;

import dev.bounce.host.LogFollower;
import dev.bounce.host.LogPortion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Follows what simulated members write. */
final class SimulatedLogs implements LogFollower {
  private final SimulatedWorld world;
  private final String service;
  private final Map<String, Long> read = new LinkedHashMap<>();

  SimulatedLogs(SimulatedWorld world, String service, List<String> members) {
    this.world = world;
    this.service = service;
    members.forEach(member -> read.put(member, world.written(service, member)));
  }

  @Override
  public List<LogPortion> look(boolean last, Duration timeout) {
    List<LogPortion> portions = new ArrayList<>();
    read.replaceAll((member, before) -> {
      long now = world.written(service, member);
      List<String> lines = world.log(service, member, (int) (now - before));
      portions.add(new LogPortion(member, lines, now - before - lines.size(), Optional.empty()));
      return now;
    });
    portions.removeIf(LogPortion::isEmpty);
    return portions;
  }

  @Override
  public void close() {}
}
