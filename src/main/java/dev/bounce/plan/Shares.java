package dev.bounce.plan;

import dev.bounce.diag.Code;
import dev.bounce.value.Texts;
import dev.bounce.value.Value;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.PercentValue;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers and shares of members, each rounded to the careful side. Pure. */
public final class Shares {
  private Shares() {}

  /**
   * Returns how many of {@code total} members go at a time: a share is rounded down, and is one at
   * least.
   *
   * @throws EvaluationException P012 when that is none, or {@code size} is no count
   */
  public static int batch(int total, Value size) throws EvaluationException {
    int members =
        size instanceof PercentValue(BigDecimal percent) && percent.signum() > 0
            ? Math.max(1, share(total, percent, RoundingMode.FLOOR))
            : count(total, size, RoundingMode.FLOOR);
    if (members < 1) {
      throw new EvaluationException(Code.P012, "a batch needs at least one member");
    }
    return members;
  }

  /**
   * Returns how many of {@code total} members have to be up; a share is rounded up.
   *
   * @throws EvaluationException P012 when {@code keeping} is no count, or negative
   */
  public static int floor(int total, Value keeping) throws EvaluationException {
    int floor = count(total, keeping, RoundingMode.CEILING);
    if (floor < 0) {
      throw new EvaluationException(Code.P012, "a floor cannot be negative");
    }
    return floor;
  }

  /**
   * Returns how many of {@code total} members may fail; a share is rounded down.
   *
   * @throws EvaluationException P012 when {@code tolerating} is no count, or negative
   */
  public static int tolerated(int total, Value tolerating) throws EvaluationException {
    int tolerated = count(total, tolerating, RoundingMode.FLOOR);
    if (tolerated < 0) {
      throw new EvaluationException(Code.P012, "fewer than no members cannot fail");
    }
    return tolerated;
  }

  private static int count(int total, Value value, RoundingMode rounding)
      throws EvaluationException {
    if (value instanceof IntegerValue(long number)) {
      return Math.clamp(number, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    if (value instanceof PercentValue(BigDecimal percent)) {
      return share(total, percent, rounding);
    }
    throw new EvaluationException(
        Code.P012, Texts.shown(value) + " is neither a number nor a share of members");
  }

  private static int share(int total, BigDecimal percent, RoundingMode rounding) {
    return BigDecimal.valueOf(total)
        .multiply(percent)
        .divide(BigDecimal.valueOf(100), 0, rounding)
        .intValue();
  }
}
