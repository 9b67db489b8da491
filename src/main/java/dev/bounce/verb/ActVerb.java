package dev.bounce.verb;

import dev.bounce.backend.Action;
import dev.bounce.check.Later;
import dev.bounce.check.Matched;
import dev.bounce.check.Signature;
import dev.bounce.check.Signature.BlockRule;
import dev.bounce.plan.Formula;
import dev.bounce.plan.Planning;
import dev.bounce.plan.Step;
import dev.bounce.plan.StepHead;
import dev.bounce.plan.Verb;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.value.Type;
import dev.bounce.value.Value;
import dev.bounce.value.Value.ListValue;
import java.util.List;
import java.util.Optional;

/** {@code restart T}, {@code start T}, {@code stop T}, {@code reload T}: all members at once. */
final class ActVerb implements Verb {
  private static final String LATER_USER = "this version acts as the user it runs as";

  private static final String ALL = "all";

  private static final Type MODE = new Type.EnumOf(List.of("hot", "refork"));

  private final Action action;

  ActVerb(Action action) {
    this.action = action;
  }

  @Override
  public Signature signature() {
    Signature signature =
        Signature.of(action.verb())
            .takes("target", Type.TARGET)
            .clause("via", Type.BACKEND)
            .clause("within", Type.DURATION)
            .laterClause("as", Type.WORD, LATER_USER)
            .block(BlockRule.NONE);
    Signature parallel = InParallel.clause(Except.clause(signature));
    return action == Action.RESTART
        ? ServedVersion.clauses(parallel.clause("mode", MODE))
        : parallel;
  }

  @Override
  public Step plan(Matched matched, StepHead head, Planning planning) {
    Formula target = Except.apply(target(matched, planning), matched, head, planning);
    planning.touch();
    Optional<ServedVersion> version = ServedVersion.of(matched, planning);
    StepHead own =
        version.isPresent() ? new StepHead(head.id().child(1), head.title(), head.place()) : head;
    Action wanted = action(matched, planning);
    Step act =
        new InParallel(planning, matched, own)
            .plan(
                target,
                action == Action.STOP,
                planning.argument(matched, "within", Type.DURATION),
                (part, step, within) ->
                    new Step.Act(step.id(), step.title(), step.place(), wanted, part, within));
    return version.isPresent() ? version.get().after(act, head) : act;
  }

  /** What others come after is stopped behind them; a list is taken as it is written. */
  private Formula target(Matched matched, Planning planning) {
    Formula target = planning.target(matched);
    boolean everything =
        matched.required("target") instanceof Reference written && written.name().equals(ALL);
    return everything
            && action == Action.STOP
            && target.known().orElse(null) instanceof ListValue(List<Value> services)
        ? new Formula.Constant(new ListValue(services.reversed()))
        : target;
  }

  private Action action(Matched matched, Planning planning) {
    Optional<Formula> mode = planning.argument(matched, "mode", MODE);
    if (mode.isEmpty()) {
      return action;
    }
    Optional<Value> known = mode.get().known();
    if (known.isEmpty()) {
      planning.report(Later.MODE_OF_THE_RUN.at(matched.required("mode").span()));
    }
    return known.equals(Optional.of(new Value.WordValue("refork")))
        ? Action.REFORK
        : Action.HOT_RESTART;
  }
}
