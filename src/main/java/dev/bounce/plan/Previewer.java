package dev.bounce.plan;

import dev.bounce.backend.Action;
import dev.bounce.backend.Backend;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.Recipe;
import dev.bounce.backend.Remark;
import dev.bounce.backend.Settings;
import dev.bounce.backend.Stage;
import dev.bounce.plan.Expansion.Selection;
import dev.bounce.plan.Preview.ServiceEffects;
import dev.bounce.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Foresees the effects of a plan by walking through it: after a {@code stop} a member counts as
 * stopped, behind a condition as unknown. Pure: what is known of the world is an argument.
 */
public final class Previewer {
  private final Plan plan;
  private final Map<String, Backend> backends;
  private final boolean live;
  private final Map<String, List<MemberState>> states;
  private final Map<StepId, List<ServiceEffects>> acts = new LinkedHashMap<>();
  private final Set<StepId> hooks = new HashSet<>();
  private int conditional;

  private Previewer(
      Plan plan,
      Map<String, Backend> backends,
      boolean live,
      Map<String, List<MemberState>> observed) {
    this.plan = plan;
    this.backends = backends;
    this.live = live;
    this.states = new LinkedHashMap<>(observed);
  }

  /** Returns what the plan alone tells: members where their declaration names them. */
  public static Preview offline(Plan plan, Map<String, Backend> backends) {
    Map<String, List<MemberState>> declared = new LinkedHashMap<>();
    for (ServicePlan service : plan.services().values()) {
      DeclaredMembers.of(service, backends)
          .ifPresent(names ->
              declared.put(service.key(), names.stream().map(MemberState::unknown).toList()));
    }
    return new Previewer(plan, backends, false, declared).preview();
  }

  /**
   * Returns what the plan will do to a world in which the members are like this.
   *
   * @param observed the members of services by key, as they were just read
   */
  public static Preview live(
      Plan plan, Map<String, Backend> backends, Map<String, List<MemberState>> observed) {
    return new Previewer(plan, backends, true, observed).preview();
  }

  private Preview preview() {
    walk(plan.root());
    return new Preview(live, acts);
  }

  private void walk(Step step) {
    switch (step) {
      case Step.Block block -> {
        block.steps().forEach(this::walk);
        block.onSuccess().ifPresent(this::walk);
        block.onFailure().ifPresent(this::perhaps);
        block.cleanup().ifPresent(this::walk);
      }
      case Step.Parallel parallel -> parallel.branches().forEach(this::walk);
      case Step.Ordered ordered -> ordered.turns().forEach(turn -> walk(turn.step()));
      case Step.Branch branch -> {
        perhaps(branch.then());
        branch.otherwise().ifPresent(this::perhaps);
      }
      case Step.Loop loop -> perhaps(loop.body());
      case Step.Retry retry -> walk(retry.body());
      case Step.Within within -> walk(within.body());
      case Step.Attempt attempt -> {
        walk(attempt.body());
        attempt.onFailure().ifPresent(this::perhaps);
        attempt.cleanup().ifPresent(this::walk);
      }
      case Step.Guard guard -> walk(guard.body());
      case Step.Follow follow -> walk(follow.body());
      case Step.Act act -> {
        if (act.action().isRestart()) {
          hook(Hook.BEFORE_RESTART, act.target());
        }
        act(act);
      }
      case Step.CallHook call -> hook(call.hook(), call.target());
      case Step.SendSignal signal -> signal(signal);
      case Step.Phase phase -> {
        hook(Hook.DRAIN, phase.target());
        hook(Hook.BEFORE_RESTART, phase.target());
        phase(phase);
        hook(Hook.UNDRAIN, phase.target());
      }
      case Step.AwaitHealthy _,
          Step.AwaitCondition _,
          Step.Check _,
          Step.RunCommand _,
          Step.RunShell _,
          Step.Link _,
          Step.LoadEnvironment _,
          Step.Bind _,
          Step.Confirm _,
          Step.Log _,
          Step.Sleep _,
          Step.Fail _ -> {}
    }
  }

  /** What a service does around a restart stands in the plan once, however often it is done. */
  private void hook(Hook hook, Formula target) {
    for (Step block : plan.hookBlocks(hook, target, Map.of())) {
      if (hooks.add(block.id())) {
        perhaps(block);
      }
    }
  }

  /** A step that the run may leave out: what it acts on is unknown afterwards. */
  private void perhaps(Step step) {
    conditional++;
    Map<String, List<MemberState>> before = new LinkedHashMap<>(states);
    walk(step);
    conditional--;
    states.replaceAll((service, now) ->
        now.equals(before.get(service))
            ? now
            : now.stream().map(state -> MemberState.unknown(state.member())).toList());
  }

  private void act(Step.Act act) {
    List<ServiceEffects> effects = new ArrayList<>();
    for (Selection selection : selections(act.target())) {
      effects.add(effects(act.action(), selection, Optional.empty()));
    }
    acts.put(act.id(), effects);
  }

  private void signal(Step.SendSignal signal) {
    List<ServiceEffects> effects = new ArrayList<>();
    for (Selection selection : selections(signal.target())) {
      effects.add(
          effects(
              Action.SIGNAL,
              selection,
              Optional.empty(),
              (backend, settings, members) -> backend.signal(signal.signal(), settings, members)));
    }
    acts.put(signal.id(), effects);
  }

  private void phase(Step.Phase phase) {
    List<ServiceEffects> effects = new ArrayList<>();
    for (Selection selection : selections(phase.target())) {
      effects.addAll(batches(phase, selection));
    }
    acts.put(phase.id(), effects);
  }

  private List<Selection> selections(Formula target) {
    try {
      return target.known().isPresent() ? Expansion.selections(target.known().get()) : List.of();
    } catch (EvaluationException _) {
      return List.of();
    }
  }

  private List<ServiceEffects> batches(Step.Phase phase, Selection selection) {
    Optional<List<MemberState>> members = members(selection);
    Optional<Value> by = phase.rollout().by().known();
    Optional<Value> canary = phase.rollout().canary().flatMap(Formula::known);
    boolean unsized = by.isEmpty() || canary.isPresent() != phase.rollout().canary().isPresent();
    if (members.isEmpty() || unsized) {
      return List.of(unknown(selection, "members and batches are read by the run"));
    }
    if (phase.body().isPresent()) {
      return List.of(note(selection, members.get(), "each member: see the body"));
    }
    try {
      MemberOrder order = order(phase);
      Optional<String> open = order.leftToTheRun(live);
      if (open.isPresent()) {
        return List.of(note(selection, members.get(), open.get()));
      }
      List<MemberState> ordered = order.sorted(members.get(), selection);
      Batches<MemberState> sized = Batches.of(ordered, by.get(), canary);
      checkFloor(phase, selection, sized);
      List<ServiceEffects> batches = new ArrayList<>();
      for (List<MemberState> batch : sized.all()) {
        Optional<Integer> number = Optional.of(batches.size() + 1);
        batches.add(effects(phaseAction(selection), restricted(selection, batch), number));
      }
      return batches;
    } catch (EvaluationException wrong) {
      return List.of(unknown(selection, wrong.message()));
    }
  }

  /** What the run would refuse before it touches anything is said instead of the batches. */
  private void checkFloor(Step.Phase phase, Selection selection, Batches<MemberState> sized)
      throws EvaluationException {
    ServicePlan service = plan.services().get(selection.service());
    Optional<Value> floor =
        phase
            .rollout()
            .keeping()
            .or(() -> Optional.ofNullable(service).flatMap(ServicePlan::floor))
            .flatMap(Formula::known);
    if (floor.isPresent() && phaseAction(selection) != Action.ROLL) {
      int total = states.getOrDefault(selection.service(), List.of()).size();
      sized.checkFloor(total, Shares.floor(total, floor.get()), 0);
    }
  }

  private static MemberOrder order(Step.Phase phase) throws EvaluationException {
    Optional<Value> word = phase.rollout().order().flatMap(Formula::known);
    return word.isPresent() ? MemberOrder.of(word.get()) : MemberOrder.GIVEN;
  }

  private Action phaseAction(Selection selection) {
    ServicePlan service = plan.services().get(selection.service());
    Backend backend = service == null ? null : backends.get(service.backend());
    return backend == null ? Action.RESTART : Expansion.phaseAction(backend);
  }

  private Selection restricted(Selection selection, List<MemberState> batch) {
    List<MemberState> all = states.getOrDefault(selection.service(), List.of());
    return new Selection(
        selection.service(),
        batch.stream()
            .map(state ->
                new Value.MemberValue(selection.service(), state.member(), all.indexOf(state)))
            .toList());
  }

  private Optional<List<MemberState>> members(Selection selection) {
    List<MemberState> all = states.get(selection.service());
    if (all == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(selection.of(all));
    } catch (EvaluationException _) {
      return Optional.empty();
    }
  }

  /** How a backend is asked for a recipe. */
  private interface Cook {
    Recipe recipe(Backend backend, Settings settings, List<MemberState> members);
  }

  private ServiceEffects effects(Action action, Selection selection, Optional<Integer> batch) {
    return effects(
        action,
        selection,
        batch,
        (backend, settings, members) -> backend.recipe(action, settings, members));
  }

  private ServiceEffects effects(
      Action action, Selection selection, Optional<Integer> batch, Cook cook) {
    ServicePlan service = plan.services().get(selection.service());
    Optional<List<MemberState>> members = members(selection);
    if (service == null || members.isEmpty()) {
      return unknown(selection, "members are read by the run");
    }
    Backend backend = backends.get(service.backend());
    Optional<Settings> settings = settings(service);
    if (backend == null || settings.isEmpty()) {
      return unknown(selection, "its properties are computed by the run");
    }
    if (!backend.actions().contains(action)) {
      return note(
          selection, members.get(), service.backend() + " cannot " + action.verb() + " anything");
    }
    Recipe recipe = cook.recipe(backend, settings.get(), members.get());
    List<Remark> remarks =
        live ? backend.remarks(action, settings.get(), members.get()) : List.of();
    foresee(backend, action, selection.service(), members.get());
    return new ServiceEffects(
        selection.service(),
        batch,
        members.get(),
        recipe.stages(),
        recipe.bound(),
        certainty(members.get()),
        remarks,
        recipe.stages().isEmpty() ? Optional.of("already in the wanted state") : Optional.empty());
  }

  private Certainty certainty(List<MemberState> members) {
    boolean foreseen = members.stream().noneMatch(state -> state.condition() == Condition.UNKNOWN);
    return live && foreseen && conditional == 0 ? Certainty.PROBED : Certainty.CONDITIONAL;
  }

  private Optional<Settings> settings(ServicePlan service) {
    List<String> names =
        states.getOrDefault(service.key(), List.of()).stream().map(MemberState::member).toList();
    try {
      Settings common = Expansion.settings(service, Map.of(), Unobserved.OBSERVER);
      return Optional.of(
          Expansion.withMembers(common, service, names, Map.of(), Unobserved.OBSERVER));
    } catch (EvaluationException _) {
      return Optional.empty();
    }
  }

  private void foresee(Backend backend, Action action, String service, List<MemberState> touched) {
    states.computeIfPresent(
        service,
        (_, all) ->
            all.stream()
                .map(state -> touched.contains(state) ? backend.foreseen(action, state) : state)
                .toList());
  }

  private static ServiceEffects unknown(Selection selection, String why) {
    return note(selection, List.of(), why);
  }

  private static ServiceEffects note(Selection selection, List<MemberState> members, String note) {
    return new ServiceEffects(
        selection.service(),
        Optional.empty(),
        members,
        List.<Stage>of(),
        Duration.ZERO,
        Certainty.CONDITIONAL,
        List.of(),
        Optional.of(note));
  }
}
