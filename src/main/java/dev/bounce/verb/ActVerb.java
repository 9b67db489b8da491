package dev.bounce.verb;

import dev.bounce.backend.Action;
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
import dev.bounce.value.Type;
import dev.bounce.value.Value;
import dev.bounce.value.Value.ListValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code restart T}, {@code start T}, {@code stop T}, {@code reload T}: all members at once. */
final class ActVerb implements Verb {
  private static final String LATER_USER = "this version acts as the user it runs as";

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
            .clause("except", Type.TARGET)
            .laterClause("as", Type.WORD, LATER_USER)
            .block(BlockRule.NONE);
    return action == Action.RESTART
        ? ServedVersion.clauses(signature.clause("mode", MODE))
        : signature;
  }

  @Override
  public Step plan(Matched matched, StepHead head, Planning planning) {
    Formula target = planning.target(matched);
    Optional<Formula> except = planning.argument(matched, "except", Type.TARGET);
    if (except.isPresent()) {
      target = without(target, except.get(), matched, planning);
    }
    if (target.known().orElse(null) instanceof ListValue(List<Value> none) && none.isEmpty()) {
      planning.report(
          Diagnostic.error(
                  Code.C033, matched.command().span(), "`" + head.title() + "` acts on nothing")
              .because("no service is declared, or all are excepted"));
    }
    planning.touch();
    Optional<ServedVersion> version = ServedVersion.of(matched, planning);
    Step act =
        new Step.Act(
            version.isPresent() ? head.id().child(1) : head.id(),
            head.title(),
            head.place(),
            action(matched, planning),
            target,
            planning.argument(matched, "within", Type.DURATION));
    return version.isPresent() ? version.get().after(act, head) : act;
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

  private static Formula without(
      Formula target, Formula except, Matched matched, Planning planning) {
    if (target.known().isEmpty() || except.known().isEmpty()) {
      planning.report(Later.EXCEPT_OF_THE_RUN.at(matched.required("except").span()));
      return target;
    }
    List<Value> rest = new ArrayList<>(elements(target.known().get()));
    rest.removeAll(elements(except.known().get()));
    return new Formula.Constant(new ListValue(rest));
  }

  private static List<Value> elements(Value value) {
    return value instanceof ListValue(List<Value> elements) ? elements : List.of(value);
  }
}
