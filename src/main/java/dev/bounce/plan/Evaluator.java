package dev.bounce.plan;

import dev.bounce.diag.Code;
import dev.bounce.value.StateWords;
import dev.bounce.value.Texts;
import dev.bounce.value.Value;
import dev.bounce.value.Value.BooleanValue;
import dev.bounce.value.Value.DurationValue;
import dev.bounce.value.Value.HostValue;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MapValue;
import dev.bounce.value.Value.MemberValue;
import dev.bounce.value.Value.MissingValue;
import dev.bounce.value.Value.PercentValue;
import dev.bounce.value.Value.SecretValue;
import dev.bounce.value.Value.ServiceValue;
import dev.bounce.value.Value.StringValue;
import dev.bounce.value.Value.WordValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Computes formulas: the one evaluator of the product. The planner uses it to fold what is
 * constant, the runner for the rest.
 */
public final class Evaluator {
  private final Map<String, Value> variables;
  private final Observer observer;

  private Evaluator(Map<String, Value> variables, Observer observer) {
    this.variables = variables;
    this.observer = observer;
  }

  /**
   * Computes a formula.
   *
   * @param formula what is computed
   * @param variables what is bound so far, by name
   * @param observer answers what constants and variables cannot
   * @throws EvaluationException when there is no value: a missing entry, an index out of range, a
   *     type that does not fit, an observation that cannot be made
   */
  public static Value evaluate(Formula formula, Map<String, Value> variables, Observer observer)
      throws EvaluationException {
    return Sizes.check(new Evaluator(variables, observer).present(formula));
  }

  /** Computes a formula whose value may be a {@link MissingValue}. */
  static Value evaluateOrMissing(Formula formula, Map<String, Value> variables, Observer observer)
      throws EvaluationException {
    return Sizes.check(new Evaluator(variables, observer).value(formula));
  }

  /** Computes a formula whose value has to be there. */
  private Value present(Formula formula) throws EvaluationException {
    Value value = value(formula);
    if (value instanceof MissingValue(String what)) {
      throw new EvaluationException(Code.R012, what + " is missing");
    }
    return value;
  }

  private Value value(Formula formula) throws EvaluationException {
    return switch (formula) {
      case Formula.Constant(Value value) -> value;
      case Formula.Variable(String name) -> variable(name);
      case Formula.Join(List<Formula> parts) -> join(parts);
      case Formula.Elements(List<Formula> elements) -> list(elements);
      case Formula.Entries(Map<String, Formula> entries) -> map(entries);
      case Formula.Unary unary -> Operators.unary(unary.operator(), present(unary.operand()));
      case Formula.Binary binary -> binary(binary);
      case Formula.Conditional(Formula condition, Formula then, Formula otherwise) ->
          value(truth(condition) ? then : otherwise);
      case Formula.Attribute(Formula object, String name) -> attribute(present(object), name);
      case Formula.Element(Formula object, Formula index) ->
          element(present(object), present(index));
      case Formula.Comprehension comprehension -> comprehension(comprehension);
      case Formula.Call call -> call(call);
      case Formula.StateTest test -> new BooleanValue(isInState(test) != test.negated());
    };
  }

  private Value variable(String name) throws EvaluationException {
    Value value = variables.get(name);
    if (value == null) {
      throw new EvaluationException(Code.R012, "`" + Names.shown(name) + "` has no value yet");
    }
    return value;
  }

  private Value join(List<Formula> parts) throws EvaluationException {
    StringBuilder text = new StringBuilder();
    boolean secret = false;
    for (Formula part : parts) {
      Value value = present(part);
      secret |= Secrets.isIn(value);
      text.append(Texts.plain(value));
      Sizes.checkLength(text.length());
    }
    return secret ? new SecretValue(text.toString()) : new StringValue(text.toString());
  }

  private Value list(List<Formula> formulas) throws EvaluationException {
    List<Value> elements = new ArrayList<>(formulas.size());
    for (Formula formula : formulas) {
      elements.add(present(formula));
    }
    return new ListValue(elements);
  }

  private Value map(Map<String, Formula> formulas) throws EvaluationException {
    Map<String, Value> entries = new LinkedHashMap<>();
    for (Map.Entry<String, Formula> entry : formulas.entrySet()) {
      entries.put(entry.getKey(), present(entry.getValue()));
    }
    return new MapValue(entries);
  }

  private Value binary(Formula.Binary binary) throws EvaluationException {
    return switch (binary.operator()) {
      case OR_ELSE -> {
        Value left = value(binary.left());
        yield left instanceof MissingValue ? value(binary.right()) : left;
      }
      case AND -> new BooleanValue(truth(binary.left()) && truth(binary.right()));
      case OR -> new BooleanValue(truth(binary.left()) || truth(binary.right()));
      case MULTIPLY,
          DIVIDE,
          ADD,
          SUBTRACT,
          EQUAL,
          NOT_EQUAL,
          LESS,
          LESS_OR_EQUAL,
          GREATER,
          GREATER_OR_EQUAL,
          MATCHES ->
          Operators.binary(binary.operator(), present(binary.left()), present(binary.right()));
    };
  }

  private boolean truth(Formula formula) throws EvaluationException {
    if (present(formula) instanceof BooleanValue(boolean truth)) {
      return truth;
    }
    throw new EvaluationException(Code.C007, "a condition is true or false");
  }

  private Value attribute(Value object, String name) throws EvaluationException {
    return switch (object) {
      case MapValue(Map<String, Value> entries) ->
          Optional.ofNullable(entries.get(name))
              .orElseGet(() -> new MissingValue("`" + name + "`"));
      case MemberValue member when name.equals("index") -> new IntegerValue(member.index());
      case MemberValue member when name.equals("name") -> new StringValue(member.name());
      case MemberValue member when name.equals("service") -> new ServiceValue(member.service());
      case ServiceValue(String key) when name.equals("name") -> new StringValue(Names.shown(key));
      case HostValue(String host) when name.equals("name") -> new StringValue(host);
      case StringValue(String path) when name.equals("directory") ->
          new StringValue(PureFunctions.directory(path));
      case SecretValue(String path) when name.equals("directory") ->
          new SecretValue(PureFunctions.directory(path));
      case MemberValue _, ServiceValue _, HostValue _ -> observer.attribute(object, name);
      case StringValue _,
          IntegerValue _,
          BooleanValue _,
          DurationValue _,
          PercentValue _,
          ListValue _,
          WordValue _,
          SecretValue _,
          Value.BackendValue _,
          MissingValue _ ->
          throw new EvaluationException(
              Code.C030, Texts.shown(object) + " has no attribute `" + name + "`");
    };
  }

  private Value element(Value object, Value index) throws EvaluationException {
    return switch (object) {
      case ListValue(List<Value> elements) when index instanceof IntegerValue(long number) -> {
        if (number < 0 || number >= elements.size()) {
          yield new MissingValue("element " + number + " of " + elements.size());
        }
        yield elements.get((int) number);
      }
      case MapValue(Map<String, Value> entries) ->
          Optional.ofNullable(entries.get(Texts.plain(index)))
              .orElseGet(() -> new MissingValue(Texts.shown(index)));
      case ServiceValue _ when index instanceof IntegerValue(long number) ->
          observer.member(object, number);
      case StringValue _,
          IntegerValue _,
          BooleanValue _,
          DurationValue _,
          PercentValue _,
          ListValue _,
          WordValue _,
          SecretValue _,
          ServiceValue _,
          MemberValue _,
          HostValue _,
          Value.BackendValue _,
          MissingValue _ ->
          throw new EvaluationException(
              Code.C007, Texts.shown(object) + " has no element " + Texts.shown(index));
    };
  }

  private Value comprehension(Formula.Comprehension comprehension) throws EvaluationException {
    List<Value> results = new ArrayList<>();
    for (Value item : Operators.items(present(comprehension.items()))) {
      Map<String, Value> inner = new LinkedHashMap<>(variables);
      inner.put(comprehension.variable(), item);
      Evaluator evaluator = new Evaluator(inner, observer);
      Optional<Formula> condition = comprehension.condition();
      if (condition.isEmpty() || evaluator.truth(condition.get())) {
        results.add(evaluator.present(comprehension.element()));
      }
    }
    return new ListValue(results);
  }

  private Value call(Formula.Call call) throws EvaluationException {
    List<Value> arguments = new ArrayList<>(call.arguments().size());
    for (Formula argument : call.arguments()) {
      arguments.add(present(argument));
    }
    Map<String, Value> named = new LinkedHashMap<>();
    for (Map.Entry<String, Formula> entry : call.named().entrySet()) {
      named.put(entry.getKey(), present(entry.getValue()));
    }
    return PureFunctions.isPure(call.function())
        ? PureFunctions.apply(call.function(), arguments)
        : observer.call(call.function(), arguments, named);
  }

  private boolean isInState(Formula.StateTest test) throws EvaluationException {
    Value subject = value(test.subject());
    return switch (subject) {
      case MissingValue _ -> test.word().equals("missing");
      case WordValue(String word) -> word.equals(test.word());
      case StringValue(String text) when StateWords.ALL.contains(test.word()) ->
          observer.isInState(subject, test.word());
      case StringValue(String text) -> text.equals(test.word());
      case BooleanValue(boolean truth) -> Boolean.toString(truth).equals(test.word());
      case ServiceValue _, MemberValue _, ListValue _ -> observer.isInState(subject, test.word());
      case IntegerValue _,
          DurationValue _,
          PercentValue _,
          MapValue _,
          SecretValue _,
          HostValue _,
          Value.BackendValue _ -> {
        if (test.word().equals("missing")) {
          yield false;
        }
        yield subject instanceof Value.BackendValue(String name) && name.equals(test.word());
      }
    };
  }
}
