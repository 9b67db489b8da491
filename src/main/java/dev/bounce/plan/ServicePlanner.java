package dev.bounce.plan;

import dev.bounce.backend.Backend;
import dev.bounce.backend.PropertySpec;
import dev.bounce.check.NamedBackends;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.inventory.Inventory;
import dev.bounce.library.LoadedModule;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.syntax.Property;
import dev.bounce.syntax.Statement;
import dev.bounce.syntax.Statement.DefaultDeclaration;
import dev.bounce.syntax.Statement.ServiceDeclaration;
import dev.bounce.value.Type;
import dev.bounce.value.Value.ServiceValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the plans of services, each once. */
final class ServicePlanner {
  /** What a member is called in the properties of its service. */
  static final String MEMBER = "it";

  private static final String PLACE = "on";

  private final PlanState state;
  private final Lowering lowering;
  private final HookPlanner hooks;
  private final Map<Origin, String> keys = new HashMap<>();
  private final Map<LoadedModule, Optional<String>> fallbacks = new HashMap<>();
  private final Map<String, Meaning.Service> origins = new HashMap<>();

  ServicePlanner(PlanState state, Lowering lowering, HookPlanner hooks) {
    this.state = state;
    this.hooks = hooks;
    this.lowering = lowering;
  }

  /** Where a service comes from; scopes and declarations are told apart by what they are. */
  private record Origin(Object declaration, Object scope, String backend) {}

  /** Returns a declared service, managed by its first backend or the one that is given. */
  ServiceValue declared(Meaning.Service service, Optional<String> via) {
    ServiceDeclaration declaration = service.declaration();
    Optional<String> first = NamedBackends.first(declaration);
    String backend = via.or(() -> first).or(() -> fallback(service.scope())).orElse("");
    Origin origin = new Origin(declaration.name().span(), service.scope(), backend);
    String known = keys.get(origin);
    if (known != null) {
      return new ServiceValue(known);
    }
    String name = declaration.name().text();
    boolean chosen = via.isPresent() && !via.equals(first);
    String key = key(origin, name, chosen ? name + Names.VIA + backend : name);
    origins.put(key, service);
    state.services().put(key, plan(key, service, backend));
    hooks
        .plan(key, service)
        .ifPresent(
            found -> state.services().computeIfPresent(key, (_, planned) -> planned.with(found)));
    return new ServiceValue(key);
  }

  /** Returns a service that is not declared: its name is what the backend calls it. */
  ServiceValue implicit(String name, Optional<String> via, PlanScope scope) {
    Optional<String> backend = via.or(() -> fallback(scope));
    Origin origin = new Origin(name, "", backend.orElse(""));
    String known = keys.get(origin);
    if (known != null) {
      return new ServiceValue(known);
    }
    if (backend.isEmpty() || !state.backends().containsKey(backend.get())) {
      state.report(
          Diagnostic.error(Code.C023, "nothing says how `" + name + "` is managed")
              .hint("add `via BACKEND` to the statement, or declare the service"));
    }
    boolean taken = isTaken(name, name, origin.backend());
    String key = key(origin, name, taken ? name + Names.VIA + origin.backend() : name);
    state
        .services()
        .put(
            key,
            new ServicePlan(
                key,
                name,
                backend.orElse(""),
                "local",
                Optional.empty(),
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                Optional.empty()));
    return new ServiceValue(key);
  }

  /** Returns the same service, managed by the backend that is given. */
  ServiceValue managedBy(ServiceValue service, Optional<String> via) {
    ServicePlan plan = state.services().get(service.key());
    if (via.isEmpty() || plan == null || plan.backend().equals(via.get())) {
      return service;
    }
    Meaning.Service origin = origins.get(service.key());
    return origin == null
        ? implicit(plan.name(), via, state.moduleScope(state.checked().program().main()))
        : declared(origin, via);
  }

  /** Returns where a service is declared; nothing for one that is not. */
  Optional<Meaning.Service> declaration(String key) {
    return Optional.ofNullable(origins.get(key));
  }

  private String key(Origin origin, String name, String wanted) {
    String key = wanted;
    for (int i = 2; isTaken(key, name, origin.backend()); i++) {
      key = wanted + "~" + i;
    }
    keys.put(origin, key);
    return key;
  }

  /** A service that an earlier plan of the session has too gets the key that it had there. */
  private boolean isTaken(String key, String name, String backend) {
    ServicePlan remembered = state.memory().services().get(key);
    boolean same =
        remembered != null
            && remembered.name().equals(name)
            && remembered.backend().equals(backend)
            && !keys.containsValue(key);
    return state.services().containsKey(key) && !same;
  }

  /** The module's or the inventory's default, else the one backend that they name. */
  private Optional<String> fallback(PlanScope scope) {
    return fallbacks.computeIfAbsent(scope.module(), this::fallback);
  }

  private Optional<String> fallback(LoadedModule module) {
    List<Statement> statements = new ArrayList<>(module.tree().statements());
    if (!module.isStandard()) {
      state.checked().inventory().map(Inventory::statements).ifPresent(statements::addAll);
    }
    Optional<String> declared =
        statements.stream()
            .filter(DefaultDeclaration.class::isInstance)
            .map(statement -> ((DefaultDeclaration) statement).property())
            .map(property -> ((Reference) property.terms().getFirst()).name())
            .findFirst();
    Set<String> named = new LinkedHashSet<>(NamedBackends.of(statements));
    if (module.equals(state.checked().program().main())) {
      named.addAll(state.checked().earlier().backends());
    }
    return declared.or(
        () -> named.size() == 1 ? Optional.of(named.iterator().next()) : Optional.empty());
  }

  private ServicePlan plan(String key, Meaning.Service service, String backendName) {
    PlanScope scope = service.scope().inner();
    scope.declare(MEMBER, new Meaning.Known(new Formula.Variable(MEMBER)));
    Map<String, Formula> settings = new LinkedHashMap<>();
    Map<String, Formula> memberSettings = new LinkedHashMap<>();
    List<ProbePlan> probes = new ArrayList<>();
    Optional<Formula> floor = Optional.empty();
    @Nullable Backend backend = state.backends().get(backendName);
    for (Property property : service.declaration().properties()) {
      List<Expression> terms = property.terms();
      switch (property.name().text()) {
        case "via" ->
            inlineProperties(terms, backendName, backend, scope, settings, memberSettings);
        case "health" -> probes.add(new ProbePlanner(lowering, scope).plan(terms));
        case "floor" -> floor = Optional.of(floor(property, scope));
        case "stop" -> stopWithin(terms, backend, scope, settings);
        case "after", "drain", "undrain", "before", "host", "hosts" -> {}
        default ->
            setting(
                property.name().text(), terms.getFirst(), backend, scope, settings, memberSettings);
      }
    }
    return new ServicePlan(
        key,
        service.declaration().name().text(),
        backendName,
        "local",
        place(service.declaration(), backendName, scope),
        settings,
        memberSettings,
        probes,
        ServiceOrder.after(service.declaration()),
        floor);
  }

  /** Returns what stands behind the {@code on} of the {@code via} of that backend. */
  private Optional<Formula> place(
      ServiceDeclaration declaration, String backendName, PlanScope scope) {
    for (Property property : declaration.properties()) {
      List<Expression> terms = property.terms();
      if (property.name().text().equals("via")
          && ((Reference) terms.getFirst()).name().equals(backendName)) {
        for (int i = 1; i + 1 < terms.size(); i += 2) {
          if (((Reference) terms.get(i)).name().equals(PLACE)) {
            return Optional.of(lowering.lower(terms.get(i + 1), Type.PLACE, scope));
          }
        }
      }
    }
    return Optional.empty();
  }

  private Formula floor(Property property, PlanScope scope) {
    Expression written = property.terms().getFirst();
    Formula floor = lowering.lower(written, Type.COUNT, scope);
    BoundChecker.property("floor", written, floor).ifPresent(state::report);
    return floor;
  }

  private void inlineProperties(
      List<Expression> terms,
      String backendName,
      @Nullable Backend backend,
      PlanScope scope,
      Map<String, Formula> settings,
      Map<String, Formula> memberSettings) {
    if (!((Reference) terms.getFirst()).name().equals(backendName)) {
      return;
    }
    for (int i = 1; i + 1 < terms.size(); i += 2) {
      String word = ((Reference) terms.get(i)).name();
      if (word.equals(PLACE)) {
        continue;
      }
      setting(word, terms.get(i + 1), backend, scope, settings, memberSettings);
    }
  }

  private void stopWithin(
      List<Expression> terms,
      @Nullable Backend backend,
      PlanScope scope,
      Map<String, Formula> settings) {
    for (String name : List.of("stop-within", "grace")) {
      if (spec(backend, name).isPresent()) {
        settings.put(name, lowering.lower(terms.get(1), Type.DURATION, scope));
        return;
      }
    }
  }

  private void setting(
      String name,
      Expression value,
      @Nullable Backend backend,
      PlanScope scope,
      Map<String, Formula> settings,
      Map<String, Formula> memberSettings) {
    Optional<PropertySpec> spec = spec(backend, name);
    if (spec.isEmpty()) {
      return;
    }
    Formula formula = lowering.lower(value, spec.get().type(), scope);
    Secrets.inArguments(formula, value.span(), "environment [TOKEN: token]")
        .ifPresent(state::report);
    if (!FreeParts.variables(formula).contains(MEMBER)) {
      settings.put(name, formula);
    } else if (spec.get().perMember()) {
      memberSettings.put(name, formula);
    } else {
      state.report(
          Diagnostic.error(
              Code.C006, value.span(), "`" + name + "` is the same for all members: no `it` here"));
    }
  }

  private static Optional<PropertySpec> spec(@Nullable Backend backend, String name) {
    return backend == null
        ? Optional.empty()
        : backend.properties().stream().filter(spec -> spec.name().equals(name)).findFirst();
  }
}
