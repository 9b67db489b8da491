package dev.bounce.report;

import dev.bounce.plan.Formula;
import dev.bounce.plan.FormulaText;
import dev.bounce.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says how a phase goes through its members. */
final class RolloutText {
  private RolloutText() {}

  /** Returns one line for each thing that the plan says about it. */
  static List<String> lines(Step.Rollout rollout) {
    List<String> lines = new ArrayList<>();
    String floor = shown(rollout.keeping(), "%s stay up", "all others that are up stay up");
    lines.add("batches of " + FormulaText.shown(rollout.by()) + ", " + floor);
    add(lines, rollout.canary(), "canary: %s first, in a batch of their own");
    String who = rollout.canary().isPresent() ? "the canary" : "each batch";
    add(lines, rollout.soak(), who + " has to stay healthy for %s");
    add(lines, rollout.tolerating(), "at most %s may fail before it stops");
    add(lines, rollout.order(), "in the order: %s");
    add(lines, rollout.pausing(), "%s between batches");
    return lines;
  }

  private static void add(List<String> lines, Optional<Formula> formula, String format) {
    formula.ifPresent(known -> lines.add(format.formatted(FormulaText.shown(known))));
  }

  private static String shown(Optional<Formula> formula, String format, String otherwise) {
    return formula.map(known -> format.formatted(FormulaText.shown(known))).orElse(otherwise);
  }
}
