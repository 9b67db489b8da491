package dev.bounce.run;

import dev.bounce.backend.Action;
import dev.bounce.backend.BackendException;
import dev.bounce.backend.Effect;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.Recipe;
import dev.bounce.backend.Stage;
import dev.bounce.backend.Stage.Goal;
import dev.bounce.diag.Code;
import dev.bounce.plan.Bounds;
import dev.bounce.run.MemberWatch.Problem;
import dev.bounce.run.Services.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One action on members of one service, all at once, brought to its proof.
 *
 * <p>Once its first effect is sent it goes on to its end, whatever is interrupted: a member that
 * was stopped is started again. A member that fails does not keep the others from being brought up.
 * When the deadline comes in between, what has been told to end is still waited for, within the
 * bounds of its backend, and sent its start, which is no longer waited for.
 */
final class ServiceAct {
  private final Run run;
  private final Frame frame;
  private final Service service;
  private final Action action;
  private final EffectSender sender;
  private final Map<String, MemberWatch> watches = new LinkedHashMap<>();
  private final List<LastingCall> lasting = new ArrayList<>();
  private Optional<BackendException> blind = Optional.empty();
  private final Set<String> reported = new LinkedHashSet<>();
  private final Map<String, List<String>> tails = new LinkedHashMap<>();
  private Set<String> later = Set.of();
  private Set<String> undoable = Set.of();
  private boolean expired;

  /**
   * @param frame tells what may end it; from the first effect on only an interruption at once
   * @param members as they were a moment ago
   */
  ServiceAct(Run run, Frame frame, Service service, Action action, List<MemberState> members) {
    this.run = run;
    this.frame = frame.withSignal(run.interruption.atOnce());
    this.service = service;
    this.action = action;
    this.sender = new EffectSender(run, this.frame, service);
    Duration window = service.backend().stableWindow(service.settings());
    for (MemberState member : members) {
      watches.put(member.member(), new MemberWatch(member, window));
    }
  }

  /** Carries out a recipe for these members. */
  void perform(Recipe recipe) throws StepFailedException {
    for (int i = 0; i < recipe.stages().size(); i++) {
      later =
          recipe.stages().subList(i + 1, recipe.stages().size()).stream()
              .flatMap(stage -> stage.effects().stream())
              .map(Effect::member)
              .collect(Collectors.toSet());
      carryOut(recipe.stages().get(i), watches.keySet(), false);
      reportThoseThatEnded();
    }
    later = Set.of();
    reportThoseThatEnded();
    throwIfFailed();
  }

  private void carryOut(Stage stage, Set<String> members, boolean escalation)
      throws StepFailedException {
    List<Effect> effects =
        stage.effects().stream().filter(effect -> isWanted(effect, members)).toList();
    if (effects.isEmpty()) {
      return;
    }
    List<String> shown = effects.stream().map(Effect::shown).toList();
    announce(new Event.EffectsPlanned(run.now(), frame.step(), shown));
    for (Effect effect : effects) {
      send(effect, stage, escalation && stage.goal() == Goal.DOWN && isForced(effect));
    }
    Set<String> concerned = effects.stream().map(Effect::member).collect(Collectors.toSet());
    concerned.forEach(member -> watch(member).sent(run.nanos()));
    undoable = stage.undo().isPresent() ? unrefused(concerned) : Set.of();
    try {
      await(stage, concerned);
    } finally {
      lasting.forEach(LastingCall::end);
      takeAnswers();
    }
    dealWithLate(stage, concerned);
    undo(stage);
  }

  private Set<String> unrefused(Set<String> members) {
    return members.stream()
        .filter(member -> watch(member).problem().isEmpty())
        .collect(Collectors.toSet());
  }

  /** Members that have failed in a stage are reported only when it is taken back. */
  private void undo(Stage stage) throws StepFailedException {
    if (stage.undo().isPresent()) {
      List<MemberWatch> failed =
          undoable.stream().map(this::watch).filter(watch -> watch.problem().isPresent()).toList();
      new StageUndo(run, frame, service, () -> look(stage.goal()), !expired)
          .perform(stage.undo().get(), failed);
      undoable = Set.of();
    }
  }

  /** What cannot be kept must not begin; but what has begun is brought to its end all the same. */
  private void announce(Event.EffectsPlanned planned) throws StepFailedException {
    if (watches.values().stream().anyMatch(MemberWatch::isTouched)) {
      run.emit(planned);
    } else {
      run.announce(planned, frame);
    }
  }

  private boolean isWanted(Effect effect, Set<String> members) {
    return members.contains(effect.member()) && watch(effect.member()).problem().isEmpty();
  }

  private MemberWatch watch(String member) {
    MemberWatch watch = watches.get(member);
    if (watch == null) {
      throw new IllegalStateException("an effect for " + member + ", which was not asked for");
    }
    return watch;
  }

  /** An escalation may also ask once more before it kills. */
  private static boolean isForced(Effect effect) {
    return !(effect instanceof Effect.Signal signal) || signal.signal().equals("KILL");
  }

  private void send(Effect effect, Stage stage, boolean kill) throws StepFailedException {
    MemberWatch watch = watch(effect.member());
    if (watch.problem().isPresent()) {
      return;
    }
    watch.begin(run.nanos());
    run.ledger.touch(service.key(), watch.before(), action, kill);
    Optional<BackendException> refusal = sender.send(effect, it -> carryOut(it, stage));
    if (refusal.isPresent()) {
      watch.refused(refusal.get());
    } else {
      watch.taken();
    }
  }

  private void carryOut(Effect effect, Stage stage) throws BackendException, InterruptedException {
    if (effect.lasts()) {
      LastingCall call = LastingCall.begin(service, effect, stage.within().plus(Bounds.CALL));
      lasting.add(call);
      call.awaitTaken(Bounds.CALL);
    } else {
      service.backend().carryOut(effect, service.settings(), service.host(), Bounds.CALL);
    }
  }

  private void refused(Effect effect, BackendException cause) {
    watch(effect.member()).refused(cause);
    sender.refused(effect, cause);
  }

  /** Takes in what the calls that last have come to. */
  private void takeAnswers() {
    for (LastingCall call : List.copyOf(lasting)) {
      if (call.isOver()) {
        lasting.remove(call);
        call.refusal().ifPresent(cause -> refused(call.effect(), cause));
      }
    }
  }

  /** Looks until every member has reached the goal or failed, or the time is over. */
  private void await(Stage stage, Set<String> members) throws StepFailedException {
    long limit = run.nanos() + stage.within().toNanos();
    Polling polling = Polling.forChange(run::nanos);
    while (true) {
      takeAnswers();
      look(stage.goal());
      reportThoseThatEnded();
      expired |= isAnyPending(members, limit) && frame.deadline().hasPassed(run.nanos());
      Set<String> awaited = expired ? toBeStartedAgain(members) : members;
      if (!isAnyPending(awaited, limit)) {
        return;
      }
      Duration pause = untilDue(members, polling.next());
      run.waits.pause(frame, expired ? pause : run.waits.cut(frame, pause));
    }
  }

  /** Left half-way, they would end all the same, and stay down. */
  private Set<String> toBeStartedAgain(Set<String> members) {
    return members.stream().filter(later::contains).collect(Collectors.toUnmodifiableSet());
  }

  /** The end of a stable window is not slept through, as its moment is known. */
  private Duration untilDue(Set<String> members, Duration interval) {
    long now = run.nanos();
    return Duration.ofNanos(
        members.stream()
            .map(this::watch)
            .filter(MemberWatch::isPending)
            .flatMap(watch -> watch.heldNanos().stream())
            .mapToLong(held -> held - now)
            .filter(left -> left > 0)
            .reduce(interval.toNanos(), Math::min));
  }

  private boolean isAnyPending(Set<String> members, long limit) {
    return members.stream()
        .map(this::watch)
        .anyMatch(watch -> watch.isPending() && run.nanos() - watch.limit(limit) < 0);
  }

  private void look(Goal goal) throws StepFailedException {
    try {
      Map<String, MemberState> states = new LinkedHashMap<>();
      for (MemberState state : run.services.observe(service, frame.withDeadline(Deadline.NONE))) {
        states.put(state.member(), state);
      }
      for (MemberWatch watch : watches.values()) {
        MemberState state =
            states.getOrDefault(watch.member(), MemberState.unknown(watch.member()));
        boolean isNews = !state.equals(watch.latest());
        watch.look(state, goal, run.nanos(), run.now());
        if (isNews && watch.isPending()) {
          String shown = Ledger.shown(state);
          run.show(new Glimpse.Member(run.now(), frame.step(), watch.member(), shown));
        }
      }
      blind = Optional.empty();
    } catch (BackendException e) {
      blind = Optional.of(e);
    }
  }

  /** Deals with the members that have not reached the goal in time. */
  private void dealWithLate(Stage stage, Set<String> members) throws StepFailedException {
    Set<String> late =
        members.stream()
            .filter(name -> watch(name).isPending())
            .collect(Collectors.toCollection(HashSet::new));
    if (expired) {
      String reason = run.waits.expired(frame).failure().reason();
      Set<String> leftToThemselves = new HashSet<>(late);
      leftToThemselves.removeAll(later);
      leftToThemselves.forEach(
          name -> watch(name).fail(Code.R004, reason + ": " + Ledger.shown(watch(name).latest())));
      late.retainAll(later);
    }
    if (late.isEmpty()) {
      return;
    }
    if (stage.escalation().isPresent()) {
      carryOut(stage.escalation().get(), late, true);
    } else {
      late.forEach(name -> expire(watch(name), stage));
    }
  }

  private void expire(MemberWatch watch, Stage stage) {
    if (blind.isPresent()) {
      watch.fail(blind.get().code(), "cannot be looked at: " + blind.get().text());
    } else {
      watch.expire(stage.goal(), stage.within());
    }
  }

  /** Reports each member once, as soon as it has failed or nothing is left to be done to it. */
  private void reportThoseThatEnded() {
    for (MemberWatch watch : watches.values()) {
      boolean isDone = !watch.isPending() && !later.contains(watch.member());
      boolean isFailed = watch.problem().isPresent() && !undoable.contains(watch.member());
      if (((isDone && watch.problem().isEmpty()) || isFailed) && reported.add(watch.member())) {
        report(watch);
      }
    }
  }

  private void report(MemberWatch watch) {
    boolean proven = watch.problem().isEmpty();
    Duration took = watch.isTouched() ? run.since(watch.beganNanos()) : Duration.ZERO;
    if (watch.isKilled()) {
      run.ledger.touch(service.key(), watch.before(), action, true);
    }
    run.ledger.ended(
        service.key(),
        watch.before(),
        watch.latest(),
        action,
        new Ledger.Ending(proven, watch.isTouched(), took, logTail(watch)));
    if (proven) {
      run.emit(
          new Event.Proven(
              run.now(),
              frame.step(),
              service.key(),
              watch.member(),
              action.verb(),
              Ledger.identity(watch.before()),
              Ledger.identity(watch.latest()),
              took));
    } else {
      run.emit(
          new Event.NotProven(
              run.now(),
              frame.step(),
              service.key(),
              watch.member(),
              watch.problem().map(Problem::reason).orElse(""),
              logTail(watch)));
    }
  }

  private void throwIfFailed() throws StepFailedException {
    List<MemberWatch> failed =
        watches.values().stream().filter(watch -> watch.problem().isPresent()).toList();
    if (failed.isEmpty()) {
      return;
    }
    MemberWatch first = failed.getFirst();
    Problem problem = first.problem().orElseThrow();
    String reasons =
        failed.stream()
            .map(watch -> watch.member() + " " + watch.problem().orElseThrow().reason())
            .collect(Collectors.joining("; "));
    String count =
        watches.size() == 1 ? "" : failed.size() + " of " + watches.size() + " members: ";
    Failure failure =
        frame.failed(problem.code(), count + reasons, problem.hint(), logTail(first)).failure();
    Set<String> names = failed.stream().map(MemberWatch::member).collect(Collectors.toSet());
    throw new StepFailedException(failure, names);
  }

  /** Read once, when the failure is told: whoever shows it again shows the same lines. */
  private List<String> logTail(MemberWatch watch) {
    return watch.isTaken() && watch.problem().isPresent()
        ? tails.computeIfAbsent(watch.member(), member -> run.services.logTail(service, member))
        : List.of();
  }
}
