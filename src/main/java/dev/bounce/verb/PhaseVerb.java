package dev.bounce.verb;

import dev.bounce.check.Matched;
import dev.bounce.check.Signature;
import dev.bounce.check.Signature.BlockRule;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.plan.EvaluationException;
import dev.bounce.plan.Expansion;
import dev.bounce.plan.Formula;
import dev.bounce.plan.Planning;
import dev.bounce.plan.ServicePlan;
import dev.bounce.plan.Step;
import dev.bounce.plan.StepHead;
import dev.bounce.plan.Verb;
import dev.bounce.value.Type;
import dev.bounce.value.Value;
import dev.bounce.value.Value.IntegerValue;
import java.util.List;
import java.util.Optional;

/** {@code phase T by N keeping M { … }}: a rolling restart, batch by batch, above a floor. */
final class PhaseVerb implements Verb {
  private static final String LATER = "rolling restarts of this version know batches and a floor";

  @Override
  public Signature signature() {
    return Signature.of("phase")
        .takes("target", Type.TARGET)
        .clause("via", Type.BACKEND)
        .clause("by", Type.RAMP)
        .clause("keeping", Type.COUNT)
        .clause("pausing", Type.DURATION)
        .clause("within", Type.DURATION)
        .laterClause("tolerating", Type.COUNT, LATER)
        .laterClause("canary", Type.INTEGER, LATER)
        .laterClause("soak", Type.DURATION, LATER)
        .laterClause("order", Type.WORD, LATER)
        .laterClause("as", Type.WORD, "this version acts as the user it runs as")
        .block(BlockRule.OPTIONAL);
  }

  @Override
  public Step plan(Matched matched, StepHead head, Planning planning) {
    Formula target = planning.target(matched);
    Formula by =
        planning
            .argument(matched, "by", Type.RAMP)
            .orElseGet(() -> new Formula.Constant(new IntegerValue(1)));
    Optional<ServicePlan> service = planning.service(target);
    Optional<Formula> keeping =
        planning
            .argument(matched, "keeping", Type.COUNT)
            .or(() -> service.flatMap(ServicePlan::floor));
    service
        .filter(found -> matched.block().isPresent() || !planning.keepsUp(found))
        .ifPresent(found -> checkFloor(found, by, keeping, matched, planning));
    planning.touch();
    String variable = planning.variable("it");
    planning.member(variable, target);
    Optional<Step> body =
        matched
            .block()
            .map(block ->
                planning.block(
                    block,
                    new StepHead(head.id().child("each"), "each member", head.place()),
                    "it",
                    new Formula.Variable(variable)));
    return new Step.Phase(
        head.id(),
        head.title(),
        head.place(),
        target,
        by,
        keeping,
        planning.argument(matched, "pausing", Type.DURATION),
        planning.argument(matched, "within", Type.DURATION),
        Limits.MEMBERS,
        variable,
        body);
  }

  /** Refuses a floor that the batches cannot keep, where the members are known beforehand. */
  private static void checkFloor(
      ServicePlan service,
      Formula by,
      Optional<Formula> keeping,
      Matched matched,
      Planning planning) {
    Optional<List<String>> members = planning.declaredMembers(service);
    Optional<Value> floor = keeping.flatMap(Formula::known);
    if (members.isEmpty() || floor.isEmpty() || by.known().isEmpty()) {
      return;
    }
    int count = members.get().size();
    int needed;
    int largest;
    try {
      needed = Expansion.floor(count, floor.get());
      largest =
          Expansion.batches(members.get(), by.known().get()).stream()
              .mapToInt(List::size)
              .max()
              .orElse(0);
    } catch (EvaluationException wrong) {
      planning.report(Diagnostic.error(wrong.code(), matched.command().span(), wrong.message()));
      return;
    }
    if (count - largest < needed) {
      planning.report(
          Diagnostic.error(
                  Code.P014,
                  matched.command().span(),
                  "batches of %d out of %d leave %d, but %d have to stay up"
                      .formatted(largest, count, count - largest, needed))
              .because("`keeping` is the floor that a rolling restart never goes below")
              .hint(
                  count - needed > 0
                      ? "use `by " + (count - needed) + "`, or a lower floor"
                      : "with this floor no member may go down at all"));
    }
  }
}
