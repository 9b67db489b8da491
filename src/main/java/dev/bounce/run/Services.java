package dev.bounce.run;

import dev.bounce.backend.Backend;
import dev.bounce.backend.BackendException;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.Settings;
import dev.bounce.diag.Code;
import dev.bounce.diag.Suggest;
import dev.bounce.host.Host;
import dev.bounce.plan.Bounds;
import dev.bounce.plan.EvaluationException;
import dev.bounce.plan.Expansion;
import dev.bounce.plan.Formula;
import dev.bounce.plan.FreeParts;
import dev.bounce.plan.ServicePlan;
import dev.bounce.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds services, and looks at their members. */
final class Services {
  private static final String ENVIRONMENT = "environment";

  private final Run run;

  Services(Run run) {
    this.run = run;
  }

  /** A service with everything that its backend needs. */
  record Service(ServicePlan plan, Backend backend, Host host, Settings settings) {
    String key() {
      return plan.key();
    }
  }

  /** A service and its members, as they were a moment ago. */
  record Sighting(Service service, List<MemberState> members) {}

  /**
   * Returns a service, its settings computed.
   *
   * @throws EvaluationException when there is no such service, or a setting has no value
   * @throws BackendException when settings depend on members that cannot be read
   */
  Service find(String key, Frame frame)
      throws EvaluationException, BackendException, StepFailedException {
    ServicePlan plan = run.plan.services().get(key);
    if (plan == null) {
      String hint =
          Suggest.nearest(key, run.plan.services().keySet())
              .map(near -> ", did you mean " + near + "?")
              .orElse("");
      throw new EvaluationException(Code.P011, "the plan has no service " + key + hint);
    }
    Backend backend = run.world.backends().get(plan.backend());
    Host host = host(plan, frame);
    if (backend == null || host == null) {
      throw new EvaluationException(
          backend == null ? Code.C010 : Code.P011,
          "%s needs the %s %s, which is not there"
              .formatted(
                  key,
                  backend == null ? "backend" : "host",
                  backend == null ? plan.backend() : plan.host()));
    }
    return withSettings(plan, backend, host, frame);
  }

  private @Nullable Host host(ServicePlan plan, Frame frame)
      throws EvaluationException, BackendException, StepFailedException {
    return plan.place().isPresent()
        ? new Places(run).find(run.formulas.compute(plan.place().get(), frame), frame)
        : run.world.hosts().get(plan.host());
  }

  private Service withSettings(ServicePlan plan, Backend backend, Host host, Frame frame)
      throws EvaluationException, BackendException, StepFailedException {
    WorldObserver observer = new WorldObserver(run, frame);
    Map<String, Value> variables = frame.variables().all();
    for (var formula : plan.settings().values()) {
      run.mask.learn(formula, variables, observer);
    }
    Settings settings = Expansion.settings(plan, variables, observer);
    Service service = new Service(plan, backend, host, settings);
    if (!plan.memberSettings().isEmpty()) {
      var declared = backend.declaredMembers(settings);
      List<String> names = declared.isPresent() ? declared.get() : names(observe(service, frame));
      settings = Expansion.withMembers(settings, plan, names, variables, observer);
      service = new Service(plan, backend, host, settings);
    }
    settings = withLoaded(settings, backend, frame);
    settings.values().values().forEach(run.mask::learn);
    return new Service(plan, backend, host, settings);
  }

  /** What {@code load-env} has loaded reaches what is started, behind what the service says. */
  private static Settings withLoaded(Settings settings, Backend backend, Frame frame) {
    Map<String, Value> loaded = frame.environment().all();
    boolean takesAny =
        backend.properties().stream().anyMatch(spec -> spec.name().equals(ENVIRONMENT));
    if (loaded.isEmpty() || !takesAny) {
      return settings;
    }
    Map<String, Value> all = new LinkedHashMap<>(settings.values());
    all.putIfAbsent(ENVIRONMENT, new Value.MapValue(Map.of()));
    all.replaceAll((name, value) ->
        isEnvironment(name) && value instanceof Value.MapValue(Map<String, Value> own)
            ? new Value.MapValue(merged(loaded, own))
            : value);
    return new Settings(settings.service(), all);
  }

  private static boolean isEnvironment(String setting) {
    return setting.equals(ENVIRONMENT) || setting.startsWith(ENVIRONMENT + "@");
  }

  private static Map<String, Value> merged(Map<String, Value> first, Map<String, Value> last) {
    Map<String, Value> all = new LinkedHashMap<>(first);
    all.putAll(last);
    return all;
  }

  private static List<String> names(List<MemberState> members) {
    return members.stream().map(MemberState::member).toList();
  }

  /** Tells whether all properties of a service are known to the plan. */
  static boolean isKnown(ServicePlan plan) {
    return plan.settings().values().stream().allMatch(one -> one.known().isPresent())
        && plan.memberSettings().values().stream()
            .allMatch(one -> Set.of("it").containsAll(FreeParts.variables(one)));
  }

  /** Tells whether they can be computed before the run begins, by looking at files if need be. */
  static boolean canBeLookedUp(ServicePlan plan) {
    return plan.settings().values().stream().allMatch(FreeParts::followsFromFiles)
        && plan.memberSettings().values().stream()
            .allMatch(one -> FreeParts.followsFromFiles(one, Set.of("it")));
  }

  /** Looks at the members of a service, for no longer than the frame may last. */
  List<MemberState> observe(Service service, Frame frame)
      throws BackendException, StepFailedException {
    List<MemberState> members;
    try {
      members =
          run.waits.<List<MemberState>, BackendException>interruptibly(
              frame,
              () ->
                  service
                      .backend()
                      .observe(
                          service.settings(), service.host(), run.waits.cut(frame, Bounds.CALL)));
    } catch (BackendException e) {
      run.world.trouble().accept(e);
      throw e;
    }
    run.ledger.saw(service.key(), members);
    return members;
  }

  /** Fails where effects on a service would not be permitted. */
  void authorise(Service service, Frame frame) throws StepFailedException {
    try {
      run.waits.<Service, BackendException>interruptibly(
          frame,
          () -> {
            service
                .backend()
                .authorise(service.settings(), service.host(), run.waits.cut(frame, Bounds.CALL));
            return service;
          });
    } catch (BackendException e) {
      run.world.trouble().accept(e);
      throw frame.failed(e);
    }
  }

  /** Finds a service and looks at it before a step does something to it. */
  Sighting sight(String key, Frame frame) throws StepFailedException {
    try {
      Service service = find(key, frame);
      List<MemberState> members = observe(service, frame);
      run.emit(new Event.Observed(run.now(), frame.step(), key, members));
      return new Sighting(service, members);
    } catch (EvaluationException e) {
      throw frame.failed(e);
    } catch (BackendException e) {
      run.waits.safePoint(frame);
      throw frame.failed(e);
    }
  }

  /** What is done with a service and those of its members that are wanted. */
  interface Visit {
    void perform(Sighting sighting, List<MemberState> members) throws StepFailedException;
  }

  /** Looks at the services of a target one after another, each right before its visit. */
  void each(Formula target, Frame frame, Visit visit) throws StepFailedException {
    for (Expansion.Selection selection : run.formulas.target(target, frame)) {
      run.waits.safePoint(frame);
      Sighting sighting = sight(selection.service(), frame);
      visit.perform(sighting, selected(selection, sighting, frame));
    }
  }

  /** Returns the members that were selected; fails when one of them is not there. */
  static List<MemberState> selected(Expansion.Selection selection, Sighting sighting, Frame frame)
      throws StepFailedException {
    try {
      return selection.of(sighting.members());
    } catch (EvaluationException e) {
      throw frame.failed(e);
    }
  }

  /** Returns the last lines that a member has written. */
  List<String> logTail(Service service, String member) {
    return service
        .backend()
        .logTail(service.settings(), member, Bounds.LOG_LINES, service.host(), Bounds.CALL)
        .stream()
        .map(run.mask::mask)
        .toList();
  }
}
