package dev.bounce.run;

import dev.bounce.backend.Backend;
import dev.bounce.backend.BackendException;
import dev.bounce.host.Host;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Everything that a run can reach, and nothing else can.
 *
 * @param backends by name
 * @param hosts by name; {@code local} is this machine
 * @param scheduler its time and its threads
 * @param confirmation asks a person
 * @param environment what {@code env()} reads
 * @param trouble is told every error of a service manager with the place where bounce met it, from
 *     any thread; for those who look for a mistake of bounce itself
 */
public record World(
    Map<String, Backend> backends,
    Map<String, Host> hosts,
    Scheduler scheduler,
    Confirmation confirmation,
    Map<String, String> environment,
    Consumer<BackendException> trouble) {
  /** The name of this machine. */
  public static final String LOCAL = "local";

  /** Everything, and nobody who looks for mistakes of bounce. */
  public World(
      Map<String, Backend> backends,
      Map<String, Host> hosts,
      Scheduler scheduler,
      Confirmation confirmation,
      Map<String, String> environment) {
    this(backends, hosts, scheduler, confirmation, environment, _ -> {});
  }

  /** Copies the maps. */
  public World {
    backends = Map.copyOf(backends);
    hosts = Map.copyOf(hosts);
    environment = Map.copyOf(environment);
  }
}
