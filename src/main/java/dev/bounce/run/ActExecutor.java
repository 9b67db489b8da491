package dev.bounce.run;

import dev.bounce.backend.Action;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.Recipe;
import dev.bounce.diag.Code;
import dev.bounce.plan.Expansion.Selection;
import dev.bounce.plan.Hook;
import dev.bounce.plan.Step;
import dev.bounce.run.Services.Service;
import dev.bounce.run.Services.Sighting;
import dev.bounce.value.Value.MemberValue;
import java.util.List;

/**
 * Carries out an action on all members of a target. The members of one service are acted on at
 * once; several services follow each other in the order in which the target names them.
 */
final class ActExecutor {
  private final Run run;
  private final MemberHooks hooks;

  ActExecutor(Run run, MemberHooks hooks) {
    this.run = run;
    this.hooks = hooks;
  }

  void execute(Step.Act step, Frame outer) throws StepFailedException {
    Frame frame = run.formulas.within(step.within(), step.title(), outer);
    run.services.each(
        step.target(),
        frame,
        (sighting, members) -> act(step.action(), sighting.service(), members, frame));
  }

  void execute(Step.SendSignal step, Frame frame) throws StepFailedException {
    run.services.each(
        step.target(),
        frame,
        (sighting, members) -> signal(step.signal(), sighting.service(), members, frame));
  }

  /** Acts on members that were looked at a moment ago. */
  void act(Action action, Service service, List<MemberState> members, Frame frame)
      throws StepFailedException {
    if (!service.backend().actions().contains(action)) {
      throw frame.failed(
          Code.P012, "%s cannot %s anything".formatted(service.backend().name(), action.verb()));
    }
    new Remarks(run).say(action, service, members, frame);
    List<MemberState> current =
        action.isRestart() ? prepared(service, members, frame) : List.copyOf(members);
    Recipe recipe = service.backend().recipe(action, service.settings(), current);
    new ServiceAct(run, frame, service, action, current).perform(recipe);
  }

  /** Does what comes before a restart, and returns the members as they are then. */
  private List<MemberState> prepared(Service service, List<MemberState> members, Frame frame)
      throws StepFailedException {
    if (service.plan().hook(Hook.BEFORE_RESTART).isEmpty()) {
      return members;
    }
    List<String> names = members.stream().map(MemberState::member).toList();
    Sighting sighting = run.services.sight(service.key(), frame);
    List<MemberValue> values =
        sighting.members().stream()
            .filter(state -> names.contains(state.member()))
            .map(state -> HealthCheck.value(sighting, state))
            .toList();
    hooks.perform(Hook.BEFORE_RESTART, service.plan(), values, frame);
    run.waits.safePoint(frame);
    Selection same = new Selection(service.key(), values);
    return Services.selected(same, run.services.sight(service.key(), frame), frame);
  }

  /** Sends a signal to members that were looked at a moment ago. */
  void signal(String signal, Service service, List<MemberState> members, Frame frame)
      throws StepFailedException {
    if (!service.backend().actions().contains(Action.SIGNAL)) {
      throw frame.failed(Code.P012, service.backend().name() + " sends no signals");
    }
    new Remarks(run).refuse(signal, service, members, frame);
    Recipe recipe = service.backend().signal(signal, service.settings(), members);
    if (recipe.stages().isEmpty()) {
      throw frame.failed(
          Code.R019, "no member of %s runs that could get %s".formatted(service.key(), signal));
    }
    new ServiceAct(run, frame, service, Action.SIGNAL, members).perform(recipe);
  }
}
