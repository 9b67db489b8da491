package dev.bounce.run;

import dev.bounce.diag.Diagnostic;
import dev.bounce.plan.Plan;
import dev.bounce.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What all steps of one run share. */
final class Run {
  final World world;
  final Plan plan;
  final Interruption interruption;
  final Emitter emitter;
  final SecretMask mask;
  final Ledger ledger = new Ledger();
  final Waits waits;
  final Services services;
  final Formulas formulas;
  private final List<Failure> further = Collections.synchronizedList(new ArrayList<>());
  private final List<GuardReport> guards = Collections.synchronizedList(new ArrayList<>());
  private final Set<Step> begun =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

  Run(World world, Plan plan, List<EventSink> sinks, Interruption interruption) {
    this.world = world;
    this.plan = plan;
    this.interruption = interruption;
    this.mask = new SecretMask(plan.parameters().values());
    this.emitter = new Emitter(sinks, mask);
    this.waits = new Waits(world.scheduler(), interruption);
    this.services = new Services(this);
    this.formulas = new Formulas(this);
  }

  Instant now() {
    return world.scheduler().now();
  }

  long nanos() {
    return world.scheduler().nanoTime();
  }

  Duration since(long nanos) {
    return Duration.ofNanos(nanos() - nanos);
  }

  /** Tells the sinks; when one of them fails, the run ends at its next safe point. */
  void emit(Event event) {
    emitter.emit(event).map(Run::unkept).ifPresent(interruption.gentle()::raise);
  }

  /** Shows the sinks how something stands; it is kept nowhere. */
  void show(Glimpse glimpse) {
    emitter.show(glimpse);
  }

  /** Tells the sinks of something that must not happen if it is not kept. */
  void announce(Event event, Frame frame) throws StepFailedException {
    Optional<Diagnostic> trouble = emitter.emit(event);
    if (trouble.isPresent()) {
      interruption.gentle().raise(unkept(trouble.get()));
      throw frame.stopped(unkept(trouble.get()));
    }
  }

  private static StopSignal.Stop unkept(Diagnostic trouble) {
    String cause = trouble.cause().map(why -> ": " + why).orElse("");
    return new StopSignal.Stop(Failure.Kind.HALTED, trouble.code(), trouble.message() + cause);
  }

  void began(Step step, Frame frame) {
    begun.add(step);
    emit(new Event.StepStarted(now(), frame.step(), step.title(), step.place().shown()));
  }

  void ended(Step step, Frame frame, Event.Status status, long beganNanos, Optional<String> why) {
    Duration took = since(beganNanos);
    emit(new Event.StepFinished(now(), frame.step(), step.title(), status, took, why));
  }

  /** Notes a failure that is not the one that ends the run. */
  void addFurther(Failure failure) {
    further.add(failure);
  }

  void addGuard(GuardReport guard) {
    guards.add(guard);
  }

  List<Failure> further() {
    return List.copyOf(further);
  }

  List<GuardReport> guards() {
    return List.copyOf(guards);
  }

  boolean hasBegun(Step step) {
    return begun.contains(step);
  }
}
