package dev.bounce.run;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.Effect;
import dev.bounce.backend.Stage;
import dev.bounce.plan.Bounds;
import dev.bounce.run.Services.Service;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes a stage back on members that have failed in it, so that they are what they were before the
 * action. They have failed all the same, and are told what has become of them.
 *
 * @param waiting whether there is still time to wait for what is sent
 */
record StageUndo(Run run, Frame frame, Service service, Looking looking, boolean waiting) {
  /** Asks the backend how the members are, and lets their watches know. */
  interface Looking {
    void look() throws StepFailedException;
  }

  /** Sends what takes the stage back, and then, where that is not enough, what enforces it. */
  void perform(Stage back, Collection<MemberWatch> failed) throws StepFailedException {
    Optional<Stage> next = Optional.of(back);
    while (next.isPresent() && !failed.stream().allMatch(MemberWatch::isAsBefore)) {
      send(next.get(), failed);
      next = waiting ? next.get().escalation() : Optional.empty();
    }
    for (MemberWatch watch : failed) {
      String now = Ledger.shown(watch.latest());
      watch.amend(
          watch.isAsBefore()
              ? "; taken back: it is " + now
              : "; could not be taken back: it is " + now);
    }
  }

  private void send(Stage back, Collection<MemberWatch> failed) throws StepFailedException {
    Set<String> left =
        failed.stream()
            .filter(watch -> !watch.isAsBefore())
            .map(MemberWatch::member)
            .collect(Collectors.toSet());
    List<Effect> effects =
        back.effects().stream().filter(effect -> left.contains(effect.member())).toList();
    run.emit(
        new Event.EffectsPlanned(
            run.now(), frame.step(), effects.stream().map(Effect::shown).toList()));
    EffectSender sender = new EffectSender(run, frame, service);
    for (Effect effect : effects) {
      var _ = sender.send(effect, this::carryOut);
    }
    await(back, failed);
  }

  private void carryOut(Effect effect) throws BackendException {
    service.backend().carryOut(effect, service.settings(), service.host(), Bounds.CALL);
  }

  private void await(Stage back, Collection<MemberWatch> failed) throws StepFailedException {
    long limit = run.nanos() + back.within().toNanos();
    Polling polling = Polling.forChange(run::nanos);
    looking.look();
    while (waiting
        && run.nanos() - limit < 0
        && !failed.stream().allMatch(MemberWatch::isAsBefore)) {
      run.waits.pause(frame, polling.next());
      looking.look();
    }
  }
}
