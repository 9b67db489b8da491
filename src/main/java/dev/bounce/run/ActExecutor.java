package dev.bounce.run;

import dev.bounce.backend.Action;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.Recipe;
import dev.bounce.diag.Code;
import dev.bounce.plan.Expansion.Selection;
import dev.bounce.plan.Step;
import dev.bounce.run.Services.Service;
import dev.bounce.run.Services.Sighting;
import java.util.List;

/**
 * Carries out an action on all members of a target. The members of one service are acted on at
 * once; several services follow each other in the order in which the target names them.
 */
final class ActExecutor {
  private final Run run;

  ActExecutor(Run run) {
    this.run = run;
  }

  void execute(Step.Act step, Frame outer) throws StepFailedException {
    Frame frame = outer;
    if (step.within().isPresent()) {
      var bound = run.formulas.duration(step.within().get(), outer);
      frame = outer.within(Deadline.in(bound, run.nanos(), step.title()));
    }
    for (Selection selection : run.formulas.target(step.target(), frame)) {
      run.waits.safePoint(frame);
      Sighting sighting = run.services.sight(selection.service(), frame);
      List<MemberState> members = Services.selected(selection, sighting, frame);
      act(step.action(), sighting.service(), members, frame);
    }
  }

  void execute(Step.SendSignal step, Frame frame) throws StepFailedException {
    for (Selection selection : run.formulas.target(step.target(), frame)) {
      run.waits.safePoint(frame);
      Sighting sighting = run.services.sight(selection.service(), frame);
      List<MemberState> members = Services.selected(selection, sighting, frame);
      signal(step.signal(), sighting.service(), members, frame);
    }
  }

  /** Acts on members that were looked at a moment ago. */
  void act(Action action, Service service, List<MemberState> members, Frame frame)
      throws StepFailedException {
    if (!service.backend().actions().contains(action)) {
      throw frame.failed(
          Code.P012, "%s cannot %s anything".formatted(service.backend().name(), action.verb()));
    }
    new Remarks(run).say(action, service, members, frame);
    Recipe recipe = service.backend().recipe(action, service.settings(), members);
    new ServiceAct(run, frame, service, action, members).perform(recipe);
  }

  /** Sends a signal to members that were looked at a moment ago. */
  void signal(String signal, Service service, List<MemberState> members, Frame frame)
      throws StepFailedException {
    if (!service.backend().actions().contains(Action.SIGNAL)) {
      throw frame.failed(Code.P012, service.backend().name() + " sends no signals");
    }
    Recipe recipe = service.backend().signal(signal, service.settings(), members);
    if (recipe.stages().isEmpty()) {
      throw frame.failed(
          Code.R019, "no member of %s runs that could get %s".formatted(service.key(), signal));
    }
    new ServiceAct(run, frame, service, Action.SIGNAL, members).perform(recipe);
  }
}
