package dev.bounce.verb;

import dev.bounce.check.Matched;
import dev.bounce.check.Signature;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.plan.Formula;
import dev.bounce.plan.FormulaText;
import dev.bounce.plan.Planning;
import dev.bounce.plan.Step;
import dev.bounce.plan.StepHead;
import dev.bounce.plan.TargetPart;
import dev.bounce.value.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The clause {@code parallel}: several services at the same time, but for those that come after one
 * another.
 */
final class InParallel {
  private static final String WORD = "parallel";

  private final Planning planning;
  private final Matched matched;
  private final StepHead head;

  InParallel(Planning planning, Matched matched, StepHead head) {
    this.planning = planning;
    this.matched = matched;
    this.head = head;
  }

  /** Makes the step of a target: of all of it, or of one service. */
  interface Maker {
    Step make(Formula target, StepHead head, Optional<Formula> within);
  }

  /** Returns a signature with the clause. */
  static Signature clause(Signature signature) {
    return signature.clause(WORD, Type.FLAG);
  }

  /**
   * Returns the step of a statement: one turn for each service where that is asked for.
   *
   * @param reversed whether a service has its turn before those that it comes after
   * @param within the bound of the whole statement
   */
  Step plan(Formula target, boolean reversed, Optional<Formula> within, Maker maker) {
    if (!matched.flags().contains(WORD)) {
      return maker.make(target, head, within);
    }
    Optional<List<TargetPart>> parts = planning.parts(target);
    if (parts.map(List::size).orElse(0) < 2) {
      report(parts.isPresent());
      return maker.make(target, head, within);
    }
    List<TargetPart> ordered = reversed ? reversed(parts.get()) : parts.get();
    return new Step.Ordered(
        head.id(), head.title(), head.place(), turns(ordered, maker), within, Limits.AT_ONCE);
  }

  private void report(boolean known) {
    planning.report(
        known
            ? Diagnostic.error(
                    Code.C029,
                    matched.command().span(),
                    "`parallel` would change nothing: there is only one service")
                .because("which members of a service go together is another matter")
                .hint("leave it out; `phase … by N` takes N members at a time")
            : Diagnostic.error(
                    Code.C029,
                    matched.command().span(),
                    "only the run knows which services `parallel` would be about")
                .because("the plan shows which services come after which")
                .hint("name the services, or write `parallel for`"));
  }

  private List<Step.Turn> turns(List<TargetPart> parts, Maker maker) {
    List<Step.Turn> turns = new ArrayList<>();
    for (TargetPart part : parts) {
      String title = head.title().split(" ", 2)[0] + " " + FormulaText.shown(part.target());
      StepHead own = new StepHead(head.id().child(turns.size() + 1), title, head.place());
      if (!planning.countStep(own)) {
        break;
      }
      Step step = maker.make(part.target(), own, Optional.empty());
      turns.add(new Step.Turn(part.service(), part.after(), step));
    }
    return turns;
  }

  /** What comes after another one is stopped before it. */
  private static List<TargetPart> reversed(List<TargetPart> parts) {
    Map<String, List<String>> before = new HashMap<>();
    for (TargetPart part : parts) {
      for (String earlier : part.after()) {
        before.computeIfAbsent(earlier, _ -> new ArrayList<>()).add(part.service());
      }
    }
    return parts.reversed().stream()
        .map(part ->
            new TargetPart(
                part.service(), part.target(), before.getOrDefault(part.service(), List.of())))
        .toList();
  }
}
