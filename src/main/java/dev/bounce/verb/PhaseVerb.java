package dev.bounce.verb;

import dev.bounce.check.Matched;
import dev.bounce.check.Signature;
import dev.bounce.check.Signature.BlockRule;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.plan.Batches;
import dev.bounce.plan.EvaluationException;
import dev.bounce.plan.Formula;
import dev.bounce.plan.MemberOrder;
import dev.bounce.plan.Planning;
import dev.bounce.plan.ServicePlan;
import dev.bounce.plan.Shares;
import dev.bounce.plan.Step;
import dev.bounce.plan.Step.Rollout;
import dev.bounce.plan.StepHead;
import dev.bounce.plan.Verb;
import dev.bounce.value.Type;
import dev.bounce.value.Value;
import dev.bounce.value.Value.DurationValue;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.WordValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code phase T by N keeping M { … }}: a rolling restart, batch by batch, above a floor. */
final class PhaseVerb implements Verb {
  @Override
  public Signature signature() {
    Signature signature =
        Signature.of("phase")
            .takes("target", Type.TARGET)
            .clause("via", Type.BACKEND)
            .clause("by", Type.RAMP)
            .clause("canary", Type.COUNT)
            .clause("soak", Type.DURATION)
            .clause("keeping", Type.COUNT)
            .clause("tolerating", Type.COUNT)
            .clause("pausing", Type.DURATION)
            .clause("order", MemberOrder.TYPE)
            .clause("within", Type.DURATION)
            .laterClause("as", Type.WORD, "this version acts as the user it runs as")
            .block(BlockRule.OPTIONAL);
    return InParallel.clause(Except.clause(signature));
  }

  @Override
  public Step plan(Matched matched, StepHead head, Planning planning) {
    Optional<Formula> bound = planning.argument(matched, "within", Type.DURATION);
    Formula target = Except.apply(planning.target(matched), matched, head, planning);
    planning.touch();
    return new InParallel(planning, matched, head)
        .plan(
            target,
            false,
            bound,
            (part, own, within) -> phase(part, own, within, bound, matched, planning));
  }

  private static Step phase(
      Formula target,
      StepHead head,
      Optional<Formula> within,
      Optional<Formula> bound,
      Matched matched,
      Planning planning) {
    Optional<ServicePlan> service = planning.service(target);
    Rollout rollout = rollout(matched, service, planning);
    service
        .filter(found -> matched.block().isPresent() || !planning.keepsUp(found))
        .ifPresent(found -> checkFloor(found, rollout, matched, planning));
    checkSoak(rollout, bound, matched, planning);
    service.ifPresent(found -> checkOrder(found, rollout, matched, planning));
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
        rollout,
        within,
        Limits.MEMBERS,
        variable,
        body);
  }

  private static Rollout rollout(
      Matched matched, Optional<ServicePlan> service, Planning planning) {
    return new Rollout(
        planning
            .argument(matched, "by", Type.RAMP)
            .orElseGet(() -> new Formula.Constant(new IntegerValue(1))),
        planning.argument(matched, "canary", Type.COUNT),
        planning.argument(matched, "soak", Type.DURATION),
        planning
            .argument(matched, "keeping", Type.COUNT)
            .or(() -> service.flatMap(ServicePlan::floor)),
        planning.argument(matched, "tolerating", Type.COUNT),
        planning.argument(matched, "pausing", Type.DURATION),
        planning.argument(matched, "order", MemberOrder.TYPE));
  }

  /** Refuses a floor that the batches cannot keep, where the members are known beforehand. */
  private static void checkFloor(
      ServicePlan service, Rollout rollout, Matched matched, Planning planning) {
    Optional<List<String>> members = planning.declaredMembers(service);
    Optional<Value> floor = rollout.keeping().flatMap(Formula::known);
    boolean isOpen =
        rollout.by().known().isEmpty()
            || isOpen(rollout.canary())
            || isOpen(rollout.tolerating())
            || floor.isEmpty();
    if (members.isEmpty() || isOpen) {
      return;
    }
    int count = members.get().size();
    int needed;
    int tolerated;
    Batches<String> batches;
    try {
      needed = Shares.floor(count, floor.get());
      Optional<Value> most = rollout.tolerating().flatMap(Formula::known);
      tolerated = most.isPresent() ? Shares.tolerated(count, most.get()) : 0;
      batches =
          Batches.of(
              members.get(), rollout.by().known().get(), rollout.canary().flatMap(Formula::known));
    } catch (EvaluationException wrong) {
      planning.report(Diagnostic.error(wrong.code(), matched.command().span(), wrong.message()));
      return;
    }
    if (count - batches.mostDown(tolerated) < needed) {
      planning.report(breaking(batches, count, needed, tolerated, matched));
    }
  }

  private static boolean isOpen(Optional<Formula> formula) {
    return formula.isPresent() && formula.get().known().isEmpty();
  }

  private static Diagnostic breaking(
      Batches<String> batches, int count, int needed, int tolerated, Matched matched) {
    int largest = batches.largest();
    int down = batches.mostDown(tolerated);
    boolean byTolerance = count - largest >= needed;
    Diagnostic error =
        Diagnostic.error(
            Code.P014,
            matched.command().span(),
            byTolerance
                ? "with the failures that are tolerated %d out of %d can be down, but %d have to stay up"
                    .formatted(down, count, needed)
                : "batches of %d out of %d leave %d, but %d have to stay up"
                    .formatted(largest, count, count - largest, needed));
    String hint =
        byTolerance
            ? "tolerate fewer, take smaller batches, or a lower floor"
            : count - needed > 0
                ? "use `by " + (count - needed) + "`, or a lower floor"
                : "with this floor no member may go down at all";
    return error
        .because("`keeping` is the floor that a rolling restart never goes below")
        .hint(hint);
  }

  /** Refuses a soak that the bound of the whole statement would always cut short. */
  private static void checkSoak(
      Rollout rollout, Optional<Formula> within, Matched matched, Planning planning) {
    if (rollout.soak().flatMap(Formula::known).orElse(null) instanceof DurationValue(Duration soak)
        && within.flatMap(Formula::known).orElse(null) instanceof DurationValue(Duration bound)
        && soak.compareTo(bound) > 0) {
      planning.report(
          Diagnostic.error(
                  Code.C031,
                  matched.command().span(),
                  "nothing can stay healthy for longer than the phase may take")
              .hint("make `within` longer than `soak`"));
    }
  }

  /** Refuses an order by what members have to do, where nobody tells how much that is. */
  private static void checkOrder(
      ServicePlan service, Rollout rollout, Matched matched, Planning planning) {
    Optional<Value> order = rollout.order().flatMap(Formula::known);
    if (order.equals(Optional.of(new WordValue("idle"))) && !planning.countsRequests(service)) {
      planning.report(
          Diagnostic.error(
                  Code.C029, matched.required("order").span(), "`order idle` would order nothing")
              .because(service.backend() + " does not say how busy a member is; puma does")
              .hint("use `order oldest`, or name the members in the order you want"));
    }
  }
}
