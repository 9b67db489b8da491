package dev.bounce.run;

import dev.bounce.backend.Action;
import dev.bounce.backend.MemberState;
import dev.bounce.plan.Bounds;
import dev.bounce.plan.Expansion;
import dev.bounce.plan.Expansion.Selection;
import dev.bounce.plan.Hook;
import dev.bounce.plan.Step;
import dev.bounce.run.Services.Sighting;
import dev.bounce.value.Value.MemberValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Does to the members of one batch what a phase is to do to each, and tells whom it failed with.
 * What goes wrong with a member does not keep the others of its batch from being brought up.
 */
final class BatchExecutor {
  private final Run run;
  private final StepExecutor steps;
  private final MemberHooks hooks;
  private final Step.Phase step;
  private final Frame outer;

  /**
   * @param outer the frame of the whole phase
   */
  BatchExecutor(Run run, StepExecutor steps, MemberHooks hooks, Step.Phase step, Frame outer) {
    this.run = run;
    this.steps = steps;
    this.hooks = hooks;
    this.step = step;
    this.outer = outer;
  }

  /**
   * One batch.
   *
   * @param key the id of its expansion
   * @param soak how long it has to stay healthy
   * @param mayFail how many of its members may fail without ending the phase
   */
  record Batch(String key, List<MemberValue> members, Duration soak, int mayFail) {
    /** Copies the list. */
    Batch {
      members = List.copyOf(members);
    }
  }

  /** Looks at the service again, and fails where too few of the other members are up. */
  interface SecondLook {
    Sighting look() throws StepFailedException;
  }

  /**
   * Deals with a batch.
   *
   * @param secondLook what is done when its members were drained: others can have gone down since
   * @param own its frame
   * @throws StepFailedException what no tolerance is for: an interruption, a bound that has passed,
   *     an action that was refused before it began
   */
  BatchOutcome perform(Batch batch, Sighting sighting, SecondLook secondLook, Frame own)
      throws StepFailedException {
    if (step.body().isPresent()) {
      BatchOutcome done = eachMember(step.body().get(), batch, own);
      boolean goesOn = done.failed().size() <= batch.mayFail() && !batch.soak().isZero();
      return goesOn ? done.and(health(batch, done, sighting, own)) : done;
    }
    boolean drains = sighting.service().plan().hook(Hook.DRAIN).isPresent();
    return hooks.around(
        sighting.service(),
        batch.members(),
        own,
        () -> restartAndWait(batch, drains ? secondLook.look() : sighting, own));
  }

  private BatchOutcome restartAndWait(Batch batch, Sighting sighting, Frame own)
      throws StepFailedException {
    BatchOutcome acted = restart(batch, sighting, own);
    return acted.failed().size() <= batch.mayFail()
        ? acted.and(health(batch, acted, sighting, own))
        : acted;
  }

  private BatchOutcome restart(Batch batch, Sighting sighting, Frame own)
      throws StepFailedException {
    Selection selection = new Selection(sighting.service().key(), batch.members());
    List<MemberState> members = Services.selected(selection, sighting, own);
    Action action = Expansion.phaseAction(sighting.service().backend());
    try {
      new ActExecutor(run, hooks).act(action, sighting.service(), members, own);
      return BatchOutcome.GOOD;
    } catch (StepFailedException e) {
      Set<MemberValue> failed = new LinkedHashSet<>(batch.members());
      failed.removeIf(member -> !e.members().contains(member.name()));
      if (failed.isEmpty() || !isOfAMember(e.failure(), own)) {
        throw e;
      }
      return new BatchOutcome(List.of(e.failure()), failed);
    }
  }

  private BatchOutcome eachMember(Step body, Batch batch, Frame own) throws StepFailedException {
    return judge(
        batch.members(),
        own,
        member -> {
          Frame ofMember =
              outer
                  .expand(batch.key() + "/" + member.name())
                  .titled(own.titles())
                  .withOwnVariables()
                  .withOwnEnvironment();
          ofMember.variables().bind(step.variable(), member);
          steps.execute(body, ofMember);
        });
  }

  /** Waits for those that have not failed yet; each alone where one may fail without the others. */
  private BatchOutcome health(Batch batch, BatchOutcome sofar, Sighting sighting, Frame own)
      throws StepFailedException {
    List<MemberValue> rest = sofar.rest(batch.members());
    Duration within = Bounds.HEALTHY.plus(batch.soak());
    String service = sighting.service().key();
    if (batch.mayFail() > 0) {
      return judge(rest, own, member -> await(service, List.of(member), batch, within, own));
    }
    if (!rest.isEmpty()) {
      await(service, rest, batch, within, own);
    }
    return BatchOutcome.GOOD;
  }

  private void await(
      String service, List<MemberValue> members, Batch batch, Duration within, Frame own)
      throws StepFailedException {
    new HealthWaiter(run)
        .await(List.of(new Selection(service, members)), batch.soak(), within, own);
  }

  /** Something done to one member. */
  private interface Deed {
    void perform(MemberValue member) throws StepFailedException;
  }

  /** Does something to all members at the same time. */
  private BatchOutcome judge(List<MemberValue> members, Frame own, Deed deed)
      throws StepFailedException {
    Failure[] found = new Failure[members.size()];
    List<Waits.Work> works = new ArrayList<>();
    for (int i = 0; i < found.length; i++) {
      int index = i;
      works.add(() -> {
        try {
          deed.perform(members.get(index));
        } catch (StepFailedException e) {
          if (!isOfAMember(e.failure(), own)) {
            throw e;
          }
          found[index] = e.failure();
        }
      });
    }
    List<Failure> fatal = works.isEmpty() ? List.of() : run.waits.all(own, works, works.size());
    if (!fatal.isEmpty()) {
      fatal.stream().skip(1).forEach(run::addFurther);
      throw new StepFailedException(fatal.getFirst());
    }
    BatchOutcome outcome = BatchOutcome.GOOD;
    for (int i = 0; i < found.length; i++) {
      if (found[i] != null) {
        outcome = outcome.and(new BatchOutcome(List.of(found[i]), Set.of(members.get(i))));
      }
    }
    return outcome;
  }

  /** Tells whether it is the member that failed, and not the phase that has to end. */
  private boolean isOfAMember(Failure failure, Frame own) {
    return failure.kind().canBeHandled() && !own.deadline().hasPassed(run.nanos());
  }
}
