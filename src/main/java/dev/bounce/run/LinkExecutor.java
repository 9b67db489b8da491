package dev.bounce.run;

import dev.bounce.diag.Code;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.plan.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Switches symbolic links. */
final class LinkExecutor {
  private final Run run;

  LinkExecutor(Run run) {
    this.run = run;
  }

  /** Says what the link pointed to before, so that whoever reads the report can go back. */
  void execute(Step.Link step, Frame frame) throws StepFailedException {
    Path link = Path.of(run.formulas.text(step.link(), frame));
    Path target = Path.of(run.formulas.text(step.target(), frame));
    Host host = new Places(run).find(step.inside(), frame);
    try {
      Optional<Path> before =
          run.waits.<Optional<Path>, HostException>interruptibly(
              frame,
              () -> {
                Optional<Path> old = host.linkTarget(link);
                host.link(link, target);
                return old;
              });
      String was = before.map(old -> "it pointed to " + old).orElse("it was not there");
      run.emit(
          new Event.Logged(
              run.now(),
              frame.step(),
              run.mask.mask("%s points to %s; %s".formatted(link, target, was))));
    } catch (HostException e) {
      throw frame.failed(
          Code.R014,
          run.mask.mask(e.message()),
          Optional.of("the link is as it was; repair what is in its way and run it again"),
          List.of());
    }
  }
}
