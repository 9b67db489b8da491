package dev.bounce.rehearse;

import dev.bounce.diag.Diagnostic;
import dev.bounce.plan.Stage;
import dev.bounce.run.Aftermath;
import dev.bounce.run.Event;
import dev.bounce.run.ExitCode;
import dev.bounce.run.Failure;
import dev.bounce.run.Report;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One {@code run} of a test, and what came of it.
 *
 * @param stage its plan
 * @param refusals why nothing was run, where planning it has failed
 * @param aftermath how it has ended, where it was run
 * @param output everything that it told
 * @param firstCommand how many commands had been run before
 */
record Take(
    Stage stage,
    List<Diagnostic> refusals,
    Optional<Aftermath> aftermath,
    String output,
    int firstCommand) {
  private static final Aftermath NOTHING =
      new Aftermath(
          new Report(
              "",
              Event.Status.SKIPPED,
              ExitCode.DONE,
              Optional.empty(),
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              0,
              Duration.ZERO),
          List.of(),
          Map.of());

  /** Copies the list. */
  Take {
    refusals = List.copyOf(refusals);
  }

  /** Returns how it has ended; that of a refused run names nothing. */
  Aftermath outcome() {
    return aftermath.orElse(NOTHING);
  }

  /** Returns why it did not come to its end, where it was run. */
  Optional<Failure> failure() {
    return outcome().report().failure();
  }

  /** Tells whether it was carried out to its end. */
  boolean isSuccess() {
    return aftermath.isPresent() && failure().isEmpty();
  }

  /** Returns how it has ended, in a few words. */
  String shown() {
    if (!refusals.isEmpty()) {
      Diagnostic first = refusals.getFirst();
      return "it was refused with " + first.code() + ": " + first.message();
    }
    return failure()
        .map(failure ->
            "it failed at `%s` with %s: %s"
                .formatted(failure.path(), failure.code(), failure.reason()))
        .orElseGet(() -> "it succeeded in " + Wording.time(outcome().report().took()));
  }
}
