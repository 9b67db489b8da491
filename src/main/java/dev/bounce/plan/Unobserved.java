package dev.bounce.plan;

import dev.bounce.diag.Code;
import dev.bounce.value.Value;
import java.util.List;
import java.util.Map;

/** Answers nothing: what needs an observation has no value before the run. */
final class Unobserved implements Observer {
  static final Observer OBSERVER = new Unobserved();

  private Unobserved() {}

  @Override
  public Value call(String function, List<Value> arguments, Map<String, Value> named)
      throws EvaluationException {
    throw needed();
  }

  @Override
  public boolean isInState(Value target, String word) throws EvaluationException {
    throw needed();
  }

  @Override
  public Value attribute(Value object, String name) throws EvaluationException {
    throw needed();
  }

  @Override
  public Value member(Value service, long index) throws EvaluationException {
    throw needed();
  }

  private static EvaluationException needed() {
    return new EvaluationException(Code.R012, "only the run can tell");
  }
}
