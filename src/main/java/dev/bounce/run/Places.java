package dev.bounce.run;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.MemberState;
import dev.bounce.diag.Code;
import dev.bounce.host.Host;
import dev.bounce.plan.EvaluationException;
import dev.bounce.plan.Expansion;
import dev.bounce.plan.Expansion.Selection;
import dev.bounce.plan.Formula;
import dev.bounce.plan.ServicePlan;
import dev.bounce.run.Services.Service;
import dev.bounce.value.Value;
import java.util.List;
import java.util.Optional;

/** Finds the hosts that are the insides of members: containers. */
final class Places {
  private final Run run;

  Places(Run run) {
    this.run = run;
  }

  /** Returns the host that a place is; this machine where there is none. */
  Host find(Optional<Formula> place, Frame frame) throws StepFailedException {
    try {
      return place.isPresent()
          ? find(run.formulas.compute(place.get(), frame), frame)
          : local(run.world);
    } catch (EvaluationException e) {
      throw frame.failed(e);
    } catch (BackendException e) {
      throw frame.failed(e);
    }
  }

  private static Host local(World world) throws EvaluationException {
    Host host = world.hosts().get(World.LOCAL);
    if (host == null) {
      throw new EvaluationException(Code.P011, "there is no host " + World.LOCAL);
    }
    return host;
  }

  /**
   * Returns the inside of the one member that a place names.
   *
   * @throws EvaluationException P011 when it names none, or several, or none that has an inside
   * @throws BackendException when it cannot be looked at
   */
  Host find(Value place, Frame frame)
      throws EvaluationException, BackendException, StepFailedException {
    List<Selection> selections = Expansion.selections(place);
    Selection selection = selections.getFirst();
    ServicePlan plan = run.plan.services().get(selection.service());
    if (plan != null && plan.place().isPresent()) {
      throw new EvaluationException(
          Code.P011, selection.service() + " is itself inside of a place, and can be none");
    }
    Service service = run.services.find(selection.service(), frame);
    List<MemberState> members = selection.of(run.services.observe(service, frame));
    if (selections.size() > 1 || members.size() != 1) {
      throw new EvaluationException(
          Code.P011,
          "a place is one container, %s has %d; name one: %s[0]"
              .formatted(selection.service(), members.size(), selection.service()));
    }
    MemberState member = members.getFirst();
    if (!member.isRunning()) {
      throw new EvaluationException(
          Code.P011,
          "%s does not run, so nothing can run in it: %s"
              .formatted(member.member(), Ledger.shown(member)));
    }
    return service
        .backend()
        .inside(service.settings(), member, service.host())
        .orElseThrow(() ->
            new EvaluationException(Code.P011, "nothing can run inside of " + member.member()));
  }
}
