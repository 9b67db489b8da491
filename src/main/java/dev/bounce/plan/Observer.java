package dev.bounce.plan;

import dev.bounce.value.Value;
import java.util.List;
import java.util.Map;

/** Answers what a formula cannot compute from constants alone. Answering changes nothing. */
public interface Observer {
  /**
   * Returns what an observing function finds ({@code env file exists http …}).
   *
   * @throws EvaluationException when the answer cannot be had
   */
  Value call(String function, List<Value> arguments, Map<String, Value> named)
      throws EvaluationException;

  /**
   * Returns whether a service or member is in a state.
   *
   * @throws EvaluationException when its state cannot be read
   */
  boolean isInState(Value target, String word) throws EvaluationException;

  /**
   * Returns an attribute of a service, member or host.
   *
   * @throws EvaluationException when there is no such attribute, or it cannot be read
   */
  Value attribute(Value object, String name) throws EvaluationException;

  /**
   * Returns a member of a service by its index, from zero.
   *
   * @throws EvaluationException when there is no such member, or the members cannot be read
   */
  Value member(Value service, long index) throws EvaluationException;
}
