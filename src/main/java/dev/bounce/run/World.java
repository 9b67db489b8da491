package dev.bounce.run;

import dev.bounce.backend.Backend;
import dev.bounce.host.Host;
import java.util.Map;

/**
 * Everything that a run can reach, and nothing else can.
 *
 * @param backends by name
 * @param hosts by name; {@code local} is this machine
 * @param scheduler its time and its threads
 * @param confirmation asks a person
 * @param environment what {@code env()} reads
 */
public record World(
    Map<String, Backend> backends,
    Map<String, Host> hosts,
    Scheduler scheduler,
    Confirmation confirmation,
    Map<String, String> environment) {
  /** The name of this machine. */
  public static final String LOCAL = "local";

  /** Copies the maps. */
  public World {
    backends = Map.copyOf(backends);
    hosts = Map.copyOf(hosts);
    environment = Map.copyOf(environment);
  }
}
