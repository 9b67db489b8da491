package dev.bounce.run;

import dev.bounce.backend.sim.SimulatedBackend;
import dev.bounce.backend.sim.SimulatedHost;
import dev.bounce.backend.sim.SimulatedWorld;
import dev.bounce.plan.Formula;
import dev.bounce.plan.Plan;
import dev.bounce.plan.ProbePlan;
import dev.bounce.plan.ServiceHooks;
import dev.bounce.plan.ServicePlan;
import dev.bounce.plan.Step;
import dev.bounce.plan.StepId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A world in memory and virtual time, to run plans in. */
final class Simulation {
  final SimulatedScheduler scheduler;
  final SimulatedWorld world;
  final SimulatedHost host;
  final List<Event> events = new ArrayList<>();
  final Interruption interruption = new Interruption();
  private final Map<String, ServicePlan> services = new LinkedHashMap<>();
  private Confirmation confirmation = Confirmation.ALWAYS;
  private Map<String, String> environment = Map.of();
  private EventSink sink = events::add;

  Simulation(long seed) {
    this.scheduler = new SimulatedScheduler(seed);
    this.world = new SimulatedWorld(scheduler::now);
    this.host = new SimulatedHost("local", world, scheduler::sleep);
  }

  Simulation() {
    this(1);
  }

  Simulation service(String name, int members, ProbePlan... probes) {
    return service(name, members, Map.of(), Optional.empty(), probes);
  }

  Simulation service(
      String name,
      int members,
      Map<String, Formula> settings,
      Optional<Formula> floor,
      ProbePlan... probes) {
    Map<String, Formula> all = new LinkedHashMap<>(settings);
    all.put("members", Steps.number(members));
    services.put(
        name,
        new ServicePlan(
            name,
            name,
            "sim",
            "local",
            Optional.empty(),
            all,
            Map.of(),
            List.of(probes),
            List.of(),
            floor));
    return this;
  }

  /** Lets a service say what is done around a restart. */
  Simulation hooks(String service, ServiceHooks hooks) {
    services.computeIfPresent(service, (_, plan) -> plan.with(hooks));
    return this;
  }

  Simulation confirmation(Confirmation asked) {
    confirmation = asked;
    return this;
  }

  Simulation environment(Map<String, String> variables) {
    environment = variables;
    return this;
  }

  Simulation sink(EventSink instead) {
    sink = instead;
    return this;
  }

  World reach() {
    return new World(
        Map.of("sim", new SimulatedBackend(world)),
        Map.of("local", host),
        scheduler,
        confirmation,
        environment);
  }

  Plan plan(Step root) {
    return new Plan("test", List.of(), Map.of(), services, Steps.numbered(root, StepId.ROOT));
  }

  Report run(Step... steps) {
    return runAll(Steps.block(steps));
  }

  Report runAll(Step root) {
    return new Runner(reach(), List.of(sink)).run(plan(root), "run-1", "digest", interruption);
  }

  /** Presses Ctrl-C after some time, while a plan runs. */
  Report runAndInterrupt(Step root, Duration... after) {
    try (Scheduler.Background _ = scheduler.start(() -> press(after))) {
      return runAll(root);
    }
  }

  private void press(Duration... after) {
    try {
      for (Duration pause : after) {
        scheduler.sleep(pause);
        interruption.request();
      }
    } catch (InterruptedException _) {
      // The run was over before.
    }
  }

  <T extends Event> List<T> all(Class<T> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  List<String> logged() {
    return all(Event.Logged.class).stream().map(Event.Logged::message).toList();
  }

  Duration elapsed() {
    return Duration.ofNanos(scheduler.nanoTime());
  }
}
