package dev.bounce.rehearse;

import dev.bounce.backend.Backend;
import dev.bounce.backend.sim.SimulatedBackend;
import dev.bounce.backend.sim.SimulatedHost;
import dev.bounce.backend.sim.SimulatedWorld;
import dev.bounce.plan.Planner;
import dev.bounce.plan.Verb;
import dev.bounce.run.Confirmation;
import dev.bounce.run.EventSink;
import dev.bounce.run.Interruption;
import dev.bounce.run.Runner;
import dev.bounce.run.SimulatedScheduler;
import dev.bounce.run.World;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The world of one test, and all that can be done in it. The same seed makes the same world. */
final class TestWorld {
  final SimulatedWorld services;
  final SimulatedHost host;
  final Planner planner;
  final Capacity capacity = new Capacity();
  private final BoundedScheduler scheduler;
  private final Map<String, Backend> backends = new HashMap<>();

  TestWorld(Collection<Verb> verbs, Collection<Backend> originals, long seed) {
    this.scheduler = new BoundedScheduler(new SimulatedScheduler(seed));
    this.services = new SimulatedWorld(scheduler::now);
    this.host = new SimulatedHost(World.LOCAL, services, scheduler::sleep);
    services.listen(capacity::changed);
    for (Backend original : originals) {
      backends.put(original.name(), new SimulatedBackend(services, original));
    }
    this.planner = new Planner(verbs, backends.values());
  }

  /** Returns a runner in this world; every question is answered with yes. */
  Runner runner(EventSink sink) {
    return new Runner(
        new World(backends, Map.of(World.LOCAL, host), scheduler, Confirmation.ALWAYS, Map.of()),
        List.of(sink));
  }

  /** Returns what a run has to listen to, so that it comes to an end. */
  Interruption interruption() {
    Interruption interruption = new Interruption();
    scheduler.interrupt(interruption);
    return interruption;
  }

  /** Tells whether a run was ended because it did not end by itself. */
  boolean isExceeded() {
    return scheduler.isExceeded();
  }

  /** Returns how much time has passed. */
  Duration elapsed() {
    return Duration.ofNanos(scheduler.nanoTime());
  }
}
