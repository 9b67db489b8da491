package dev.bounce.contract;

import dev.bounce.backend.Backend;
import dev.bounce.backend.Settings;
import dev.bounce.backend.sim.Fault;
import dev.bounce.backend.sim.SimulatedBackend;
import dev.bounce.backend.sim.SimulatedHost;
import dev.bounce.backend.sim.SimulatedWorld;
import dev.bounce.host.Host;
import dev.bounce.value.Value;
import dev.bounce.value.Value.IntegerValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The simulation holds to what the real backends hold to. */
class SimulatedContractTest extends BackendContract {
  private Instant now = Instant.parse("2030-01-01T00:00:00Z");
  private final SimulatedWorld world = new SimulatedWorld(() -> now);

  SimulatedContractTest() {
    world.beginStopped();
    world.forget("ghost");
    world.disconnect("far");
    world.fault("stubborn", Optional.empty(), new Fault.IgnoresTerm());
    world.fault("broken", Optional.empty(), new Fault.FailsStart(Fault.ALWAYS));
  }

  @Override
  protected Backend backend() {
    return new SimulatedBackend(world);
  }

  /** Returns what the backend under test acts on. */
  final SimulatedWorld world() {
    return world;
  }

  @Override
  protected Host host() {
    return new SimulatedHost("local", world, this::pass);
  }

  @Override
  protected Settings healthy() {
    Value three = new IntegerValue(3);
    return new Settings("web", Map.of("members", three));
  }

  @Override
  protected Settings failing() {
    return new Settings("broken", Map.of("members", (Value) new IntegerValue(1)));
  }

  @Override
  protected String failingWrites() {
    return "exited too quickly";
  }

  @Override
  protected Optional<Settings> stubborn() {
    return Optional.of(new Settings("stubborn", Map.of("members", (Value) new IntegerValue(1))));
  }

  @Override
  protected Optional<Settings> unknown() {
    return Optional.of(new Settings("ghost", Map.of()));
  }

  @Override
  protected Optional<Settings> managerAbsent() {
    return Optional.of(new Settings("far", Map.of()));
  }

  @Override
  protected Optional<Settings> managerSilent() {
    return Optional.empty();
  }

  private void pass(Duration duration) {
    now = now.plus(duration);
  }

  @Override
  protected TestTime time() {
    return new TestTime() {
      @Override
      public Instant now() {
        return now;
      }

      @Override
      public void pause() {
        pass(Duration.ofMillis(20));
      }
    };
  }
}
