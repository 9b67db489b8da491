package dev.bounce.run;

import dev.bounce.backend.Action;
import dev.bounce.backend.BackendException;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.Remark;
import dev.bounce.diag.Code;
import dev.bounce.plan.EvaluationException;
import dev.bounce.plan.ServicePlan;
import dev.bounce.run.Services.Service;
import java.util.List;
import java.util.Optional;

/** Says what a backend has to say of an action before it begins, and heeds it. */
final class Remarks {
  private final Run run;

  Remarks(Run run) {
    this.run = run;
  }

  /**
   * Tells what else an action touches.
   *
   * @throws StepFailedException when the backend refuses it
   */
  void say(Action action, Service service, List<MemberState> members, Frame frame)
      throws StepFailedException {
    List<Remark> remarks =
        heeded(service.backend().remarks(action, service.settings(), members), frame);
    if (remarks.stream().anyMatch(remark -> remark.other().isPresent())) {
      lookAtOthers(service, frame);
    }
    for (Remark remark : remarks) {
      remark.other().ifPresent(other -> run.ledger.accompanies(other, remark.member()));
      run.emit(new Event.Remarked(run.now(), frame.step(), remark.member(), remark.text()));
    }
  }

  /** So that the report can tell what became of members of this runbook that nobody acts on. */
  private void lookAtOthers(Service service, Frame frame) throws StepFailedException {
    for (ServicePlan plan : run.plan.services().values()) {
      boolean isUnseen = run.ledger.of(plan.key()).isEmpty();
      if (isUnseen && plan.backend().equals(service.plan().backend())) {
        try {
          List<?> _ = run.services.observe(run.services.find(plan.key(), frame), frame);
        } catch (BackendException | EvaluationException _) {
          // It is no part of what is done; the report says nothing of it.
        }
      }
    }
  }

  /** Fails where the backend refuses an action; says nothing otherwise. */
  void refuse(Action action, Service service, List<MemberState> members, Frame frame)
      throws StepFailedException {
    List<Remark> _ = heeded(service.backend().remarks(action, service.settings(), members), frame);
  }

  /** Fails where the backend refuses a signal. */
  void refuse(String signal, Service service, List<MemberState> members, Frame frame)
      throws StepFailedException {
    List<Remark> _ = heeded(service.backend().remarks(signal, service.settings(), members), frame);
  }

  private static List<Remark> heeded(List<Remark> remarks, Frame frame) throws StepFailedException {
    for (Remark remark : remarks) {
      if (remark.kind() == Remark.Kind.REFUSAL) {
        throw frame.failed(
            Code.B010,
            "%s: %s".formatted(remark.member(), remark.text()),
            remark.repair().isBlank() ? Optional.empty() : Optional.of(remark.repair()),
            List.of());
      }
    }
    return remarks;
  }
}
