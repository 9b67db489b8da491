package dev.bounce.run;

import dev.bounce.diag.Code;
import dev.bounce.plan.EvaluationException;
import dev.bounce.plan.Evaluator;
import dev.bounce.plan.Expansion;
import dev.bounce.plan.Formula;
import dev.bounce.value.Texts;
import dev.bounce.value.Value;
import dev.bounce.value.Value.BooleanValue;
import dev.bounce.value.Value.DurationValue;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MapValue;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Computes formulas for steps: what has no value, or one of the wrong type, fails the step. */
final class Formulas {
  private final Run run;

  Formulas(Run run) {
    this.run = run;
  }

  /**
   * Computes a formula; every secret in it is masked from now on.
   *
   * @throws EvaluationException when it has no value
   */
  Value compute(Formula formula, Frame frame) throws EvaluationException {
    WorldObserver observer = new WorldObserver(run, frame);
    Map<String, Value> variables = frame.variables().all();
    run.mask.learn(formula, variables, observer);
    Value value = Evaluator.evaluate(formula, variables, observer);
    run.mask.learn(value);
    return value;
  }

  Value value(Formula formula, Frame frame) throws StepFailedException {
    try {
      return compute(formula, frame);
    } catch (EvaluationException e) {
      throw frame.failed(e);
    }
  }

  /** Returns the text as a program uses it, also a secret one. */
  String text(Formula formula, Frame frame) throws StepFailedException {
    return Texts.plain(value(formula, frame));
  }

  Duration duration(Formula formula, Frame frame) throws StepFailedException {
    Value value = value(formula, frame);
    if (value instanceof DurationValue(Duration duration) && !duration.isNegative()) {
      return duration;
    }
    throw wrong("a length of time", value, frame);
  }

  int number(Formula formula, Frame frame) throws StepFailedException {
    Value value = value(formula, frame);
    if (value instanceof IntegerValue(long number)) {
      return Math.clamp(number, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    throw wrong("a number", value, frame);
  }

  boolean truth(Formula formula, Frame frame) throws StepFailedException, EvaluationException {
    Value value = compute(formula, frame);
    if (value instanceof BooleanValue(boolean truth)) {
      return truth;
    }
    throw wrong("true or false", value, frame);
  }

  List<Value> list(Formula formula, Frame frame) throws StepFailedException {
    Value value = value(formula, frame);
    if (value instanceof ListValue(List<Value> elements)) {
      return elements;
    }
    throw wrong("a list", value, frame);
  }

  /** Returns a text, or several, as programs use them. */
  List<String> texts(Formula formula, Frame frame) throws StepFailedException {
    Value value = value(formula, frame);
    return value instanceof ListValue(List<Value> elements)
        ? elements.stream().map(Texts::plain).toList()
        : List.of(Texts.plain(value));
  }

  Map<String, String> map(Optional<Formula> formula, Frame frame) throws StepFailedException {
    if (formula.isEmpty()) {
      return Map.of();
    }
    if (value(formula.get(), frame) instanceof MapValue(Map<String, Value> entries)) {
      Map<String, String> texts = new LinkedHashMap<>();
      entries.forEach((key, entry) -> texts.put(key, Texts.plain(entry)));
      return texts;
    }
    throw frame.failed(Code.C007, "not a map");
  }

  /** Returns what a target means; fails when that is nothing. */
  List<Expansion.Selection> target(Formula formula, Frame frame) throws StepFailedException {
    try {
      return Expansion.selections(compute(formula, frame));
    } catch (EvaluationException e) {
      throw frame.failed(e);
    }
  }

  /** Returns the frame of a step, with its own bound where it has one. */
  Frame within(Optional<Formula> bound, String title, Frame frame) throws StepFailedException {
    return bound.isPresent()
        ? frame.within(Deadline.in(duration(bound.get(), frame), run.nanos(), title))
        : frame;
  }

  private static StepFailedException wrong(String wanted, Value value, Frame frame) {
    return frame.failed(Code.C007, "%s is not %s".formatted(Texts.shown(value), wanted));
  }
}
