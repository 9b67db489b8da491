package dev.bounce.plan;

import dev.bounce.check.Later;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.Index;
import dev.bounce.syntax.Expression.ListLiteral;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.syntax.Expression.StringLiteral;
import dev.bounce.value.Type;
import dev.bounce.value.Value;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.ServiceValue;
import dev.bounce.value.Value.StringValue;
import dev.bounce.value.Value.WordValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out what a target is: services that are declared, or names that a backend knows. */
final class TargetPlanner {
  private final PlanState state;
  private final ServicePlanner services;
  private final Lowering lowering;

  /**
   * @param hooks plans the blocks of services
   */
  TargetPlanner(PlanState state, HookPlanner hooks) {
    this.state = state;
    this.lowering = new Lowering(state, this);
    this.services = new ServicePlanner(state, lowering, hooks);
  }

  Lowering lowering() {
    return lowering;
  }

  /** Returns the formula of a target; with a backend, that one manages it in this statement. */
  Formula target(Expression expression, Optional<String> via, PlanScope scope) {
    return switch (expression) {
      case ListLiteral(List<Expression> elements, _) ->
          flatten(elements.stream().map(element -> target(element, via, scope)).toList());
      case Reference reference -> reference(reference, via, scope);
      case StringLiteral string ->
          named(lowering.lower(string, Type.STRING, scope), string, via, scope);
      case Index(Reference reference, Expression index, _) when isService(reference, scope) ->
          new Formula.Element(
              reference(reference, via, scope), lowering.lower(index, Type.INTEGER, scope));
      case Expression.IntegerLiteral _,
          Expression.PercentLiteral _,
          Expression.DurationLiteral _,
          Expression.BooleanLiteral _,
          Expression.MapLiteral _,
          Expression.Comprehension _,
          Expression.Conditional _,
          Expression.Call _,
          Index _,
          Expression.Attribute _,
          Expression.Unary _,
          Expression.Binary _,
          Expression.StateTest _ ->
          named(lowering.lower(expression, Type.ANY, scope), expression, via, scope);
    };
  }

  /** An undeclared name in front of an index is a service, too. */
  private static boolean isService(Reference reference, PlanScope scope) {
    return scope.find(reference.name()).map(Meaning.Service.class::isInstance).orElse(true);
  }

  private Formula reference(Reference reference, Optional<String> via, PlanScope scope) {
    Optional<Meaning> meaning = scope.find(reference.name());
    if (meaning.isEmpty()) {
      return reference.name().equals("all")
          ? all(via, scope)
          : constant(services.implicit(reference.name(), via, scope));
    }
    return switch (meaning.get()) {
      case Meaning.Service service -> constant(services.declared(service, via));
      case Meaning.Group(List<Formula> targets) ->
          flatten(targets.stream().map(target -> managed(target, via)).toList());
      case Meaning.Known(Formula formula) -> named(formula, reference, via, scope);
      case Meaning.Imported _, Meaning.BlockArgument _ -> {
        state.report(
            Diagnostic.error(
                Code.C007, reference.span(), "`" + reference.name() + "` is not a service"));
        yield flatten(List.of());
      }
    };
  }

  /** The services of a group, managed by the backend of the statement. */
  private Formula managed(Formula target, Optional<String> via) {
    if (target.known().isEmpty()) {
      return target;
    }
    return switch (target.known().get()) {
      case ServiceValue service -> constant(services.managedBy(service, via));
      case ListValue(List<Value> elements) ->
          flatten(
              elements.stream()
                  .map(element -> managed(new Formula.Constant(element), via))
                  .toList());
      case StringValue _,
          Value.IntegerValue _,
          Value.BooleanValue _,
          Value.DurationValue _,
          Value.PercentValue _,
          Value.MapValue _,
          WordValue _,
          Value.SecretValue _,
          Value.MemberValue _,
          Value.HostValue _,
          Value.BackendValue _,
          Value.MissingValue _ ->
          target;
    };
  }

  /** A value as a target: text names a service, a service may be managed by another backend. */
  private Formula named(
      Formula formula, Expression expression, Optional<String> via, PlanScope scope) {
    if (formula.known().isEmpty()) {
      return deferred(formula, expression, via);
    }
    return switch (formula.known().get()) {
      case StringValue(String name) -> byName(name, via, scope);
      case WordValue(String name) -> byName(name, via, scope);
      case ServiceValue service -> constant(services.managedBy(service, via));
      case ListValue(List<Value> elements) ->
          flatten(
              elements.stream()
                  .map(element -> named(new Formula.Constant(element), expression, via, scope))
                  .toList());
      case Value.IntegerValue _,
          Value.BooleanValue _,
          Value.DurationValue _,
          Value.PercentValue _,
          Value.MapValue _,
          Value.SecretValue _,
          Value.MemberValue _,
          Value.HostValue _,
          Value.BackendValue _,
          Value.MissingValue _ ->
          formula;
    };
  }

  /** Text names a service that is declared, else what its backend calls so. */
  private Formula byName(String name, Optional<String> via, PlanScope scope) {
    return scope.find(name).orElse(null) instanceof Meaning.Service service
        ? constant(services.declared(service, via))
        : constant(services.implicit(name, via, scope));
  }

  /** Returns the services of a target, where the plan knows which these are. */
  Optional<List<TargetPart>> parts(Formula target) {
    return new TargetSplitter(state, services).split(target);
  }

  /** Returns a value, given from outside, as the service or services that it names. */
  Formula given(Value value, Expression expression, PlanScope scope) {
    return named(new Formula.Constant(value), expression, Optional.empty(), scope);
  }

  private Formula deferred(Formula formula, Expression expression, Optional<String> via) {
    if (formula instanceof Formula.Join || via.isPresent()) {
      state.report(Later.TARGET_OF_THE_RUN.at(expression.span()));
    }
    return formula;
  }

  private Formula all(Optional<String> via, PlanScope scope) {
    List<Formula> targets = new ArrayList<>();
    for (Meaning.Service service : ServiceOrder.all(scope)) {
      targets.add(constant(services.declared(service, via)));
    }
    return flatten(targets);
  }

  private static Formula constant(ServiceValue service) {
    return new Formula.Constant(service);
  }

  /** Makes one list of targets, some of which may be lists themselves. */
  static Formula flatten(List<Formula> formulas) {
    List<Value> values = new ArrayList<>();
    for (Formula formula : formulas) {
      if (formula.known().isEmpty()) {
        return new Formula.Elements(formulas);
      }
      Value value = formula.known().get();
      if (value instanceof ListValue(List<Value> elements)) {
        values.addAll(elements);
      } else {
        values.add(value);
      }
    }
    return new Formula.Constant(new ListValue(values));
  }
}
