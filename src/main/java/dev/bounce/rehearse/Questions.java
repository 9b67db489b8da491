package dev.bounce.rehearse;

import dev.bounce.diag.Diagnostic;
import dev.bounce.plan.EvaluationException;
import dev.bounce.plan.Evaluator;
import dev.bounce.plan.Formula;
import dev.bounce.plan.Plan;
import dev.bounce.plan.ServicePlan;
import dev.bounce.plan.Stage;
import dev.bounce.syntax.Expression;
import dev.bounce.value.Type;
import dev.bounce.value.Value;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MemberValue;
import dev.bounce.value.Value.ServiceValue;
import dev.bounce.value.Value.StringValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Computes the expressions of a test, after its last run. */
final class Questions {
  private final TestWorld world;
  private final Stage asking;
  private final Take take;

  /**
   * @param asking knows the names of the test
   * @param take the last run
   */
  Questions(TestWorld world, Stage asking, Take take) {
    this.world = world;
    this.asking = asking;
    this.take = take;
  }

  /**
   * Returns the formula of an expression.
   *
   * @throws EvaluationException when it can never have a value
   */
  Formula formula(Expression expression, Type expected) throws EvaluationException {
    Stage.Asked asked = asking.ask(expression, expected);
    for (Diagnostic problem : asked.problems()) {
      throw new EvaluationException(problem.code(), problem.message());
    }
    return asked.formula();
  }

  Value value(Expression expression, Type expected) throws EvaluationException {
    return value(formula(expression, expected), Map.of());
  }

  /**
   * Computes a formula.
   *
   * @param bound what is bound beside that which the run has bound
   */
  Value value(Formula formula, Map<String, Value> bound) throws EvaluationException {
    Map<String, Value> variables = new LinkedHashMap<>(take.outcome().variables());
    variables.put("output", new StringValue(take.output()));
    variables.putAll(bound);
    return Evaluator.evaluate(formula, variables, observer());
  }

  /** Returns what answers about the run; services of the test are known to it too. */
  TestObserver observer() {
    Plan own = take.stage().witness();
    Map<String, ServicePlan> services = new LinkedHashMap<>(asking.witness().services());
    services.putAll(own.services());
    Plan plan = new Plan(own.runbook(), own.inputs(), own.parameters(), services, own.root());
    return new TestObserver(
        world.runner(_ -> {}).observer(plan, take.outcome()), world, plan, take);
  }

  /** Returns the members that a target means. */
  List<MemberValue> members(Value target) throws EvaluationException {
    Value meant = observer().service(target);
    if (meant instanceof MemberValue member) {
      return List.of(member);
    }
    List<MemberValue> members = new ArrayList<>();
    if (meant instanceof ServiceValue
        && observer().call("members", List.of(meant), Map.of()) instanceof ListValue all) {
      all.elements().stream()
          .filter(MemberValue.class::isInstance)
          .map(MemberValue.class::cast)
          .forEach(members::add);
    } else if (meant instanceof ListValue(List<Value> elements)) {
      for (Value element : elements) {
        members.addAll(members(element));
      }
    }
    return members;
  }

  Take take() {
    return take;
  }
}
