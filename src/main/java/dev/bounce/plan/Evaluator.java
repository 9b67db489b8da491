package dev.bounce.plan;

import dev.bounce.value.Value;
import java.util.Map;

/** Signature first; the body follows. */
public final class Evaluator {
  private Evaluator() {}

  /**
   * Computes a formula.
   *
   * @param formula what is computed
   * @param variables what the run has bound so far
   * @param observer answers what constants cannot
   */
  public static Value evaluate(Formula formula, Map<String, Value> variables, Observer observer)
      throws EvaluationException {
    throw new EvaluationException(dev.bounce.diag.Code.P004, "not yet");
  }
}
