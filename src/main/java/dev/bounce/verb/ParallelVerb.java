package dev.bounce.verb;

import dev.bounce.check.Later;
import dev.bounce.check.Matched;
import dev.bounce.check.Signature;
import dev.bounce.check.Signature.BlockRule;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.plan.Formula;
import dev.bounce.plan.Planning;
import dev.bounce.plan.Step;
import dev.bounce.plan.StepHead;
import dev.bounce.plan.Verb;
import dev.bounce.syntax.Block;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.value.Type;
import dev.bounce.value.Value.IntegerValue;
import java.util.Optional;

/** {@code parallel { … }}, or {@code parallel for NAME in LIST [by N] { … }}. */
final class ParallelVerb implements Verb {
  @Override
  public Signature signature() {
    return Signature.of("parallel")
        .clause("for", Type.NAME)
        .clause("in", Type.ANY)
        .clause("by", Type.INTEGER)
        .block(BlockRule.REQUIRED);
  }

  @Override
  public Step plan(Matched matched, StepHead head, Planning planning) {
    Block block = matched.block().orElseThrow();
    Optional<Expression> variable = matched.argument("for");
    Optional<Expression> items = matched.argument("in");
    if (variable.isPresent() != items.isPresent()) {
      planning.report(
          Diagnostic.error(
              Code.C002, matched.command().span(), "`parallel for NAME` goes on with `in LIST`"));
    }
    if (variable.isPresent() && items.isPresent()) {
      return planning.loop(
          head, (Reference) variable.get(), items.get(), block, atOnce(matched, planning));
    }
    return planning.branches(block, head);
  }

  private static int atOnce(Matched matched, Planning planning) {
    Optional<Formula> by = planning.argument(matched, "by", Type.INTEGER);
    if (by.isEmpty()) {
      return Limits.AT_ONCE;
    }
    if (by.get().known().orElse(null) instanceof IntegerValue(long number)) {
      return Math.clamp(number, 1, Limits.MEMBERS);
    }
    planning.report(Later.PARALLEL_BY_OF_THE_RUN.at(matched.required("by").span()));
    return 1;
  }
}
