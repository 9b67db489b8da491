package dev.bounce.run;

import dev.bounce.backend.Action;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.Remark;
import dev.bounce.diag.Code;
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
    refuse(action, service, members, frame);
    for (Remark remark : service.backend().remarks(action, service.settings(), members)) {
      run.emit(new Event.Remarked(run.now(), frame.step(), remark.member(), remark.text()));
    }
  }

  /** Fails where the backend refuses an action; says nothing otherwise. */
  void refuse(Action action, Service service, List<MemberState> members, Frame frame)
      throws StepFailedException {
    refuse(service.backend().remarks(action, service.settings(), members), frame);
  }

  /** Fails where the backend refuses a signal. */
  void refuse(String signal, Service service, List<MemberState> members, Frame frame)
      throws StepFailedException {
    refuse(service.backend().remarks(signal, service.settings(), members), frame);
  }

  private static void refuse(List<Remark> remarks, Frame frame) throws StepFailedException {
    for (Remark remark : remarks) {
      if (remark.kind() == Remark.Kind.REFUSAL) {
        throw frame.failed(
            Code.B010,
            "%s: %s".formatted(remark.member(), remark.text()),
            remark.repair().isBlank() ? Optional.empty() : Optional.of(remark.repair()),
            List.of());
      }
    }
  }
}
