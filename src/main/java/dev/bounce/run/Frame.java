package dev.bounce.run;

import dev.bounce.backend.BackendException;
import dev.bounce.diag.Code;
import dev.bounce.plan.EvaluationException;
import dev.bounce.plan.Place;
import dev.bounce.plan.Step;
import dev.bounce.plan.StepId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What surrounds a step that is being carried out.
 *
 * @param step its id, with the keys of the expansions around it
 * @param place where it stands
 * @param titles its title and those around it, blocks left out
 * @param variables what the run has bound
 * @param environment what {@code load-env} has loaded for the commands of the block
 * @param deadline the soonest of the bounds around it
 * @param signal what may tell it to stop
 * @param handled the failure that is being handled, inside a handler
 * @param expansions how ids of the plan become those of this expansion, outermost first
 */
record Frame(
    StepId step,
    Place place,
    List<String> titles,
    Scope variables,
    Scope environment,
    Deadline deadline,
    StopSignal signal,
    Optional<Failure> handled,
    List<Rebase> expansions) {

  /** The id of a template, and that of its expansion. */
  record Rebase(String from, String to) {
    String apply(String id) {
      if (id.equals(from)) {
        return to;
      }
      boolean below =
          id.startsWith(from)
              && (id.charAt(from.length()) == '.' || id.charAt(from.length()) == '/');
      return below ? to + id.substring(from.length()) : id + to.substring(to.lastIndexOf('/'));
    }
  }

  /** Returns the frame of the whole run. */
  static Frame outermost(Step root, StopSignal signal) {
    return new Frame(
        root.id(),
        root.place(),
        List.of(),
        new Scope(),
        new Scope(),
        Deadline.NONE,
        signal,
        Optional.empty(),
        List.of());
  }

  /** Returns the frame of a step directly below this one. */
  Frame enter(Step inner) {
    String id = inner.id().text();
    for (Rebase expansion : expansions) {
      id = expansion.apply(id);
    }
    return new Frame(
        new StepId(id),
        inner.place(),
        inner instanceof Step.Block ? titles : with(titles, inner.title()),
        variables,
        environment,
        deadline,
        signal,
        handled,
        expansions);
  }

  /** Returns this frame with other titles. */
  Frame titled(List<String> others) {
    return new Frame(
        step, place, others, variables, environment, deadline, signal, handled, expansions);
  }

  /** Returns this frame with a title below the others. */
  Frame titled(String title) {
    return titled(with(titles, title));
  }

  /** Returns the frame of a part that only the run has made; its body is below the key too. */
  Frame expand(String key) {
    StepId id = step.expansion(key);
    return new Frame(
        id,
        place,
        titles,
        variables,
        environment,
        deadline,
        signal,
        handled,
        with(expansions, new Rebase(step.text(), id.text())));
  }

  /**
   * Returns the frame of a block that does not stand in the step but in a declaration: its ids lie
   * below the key, and its variables and environment are its own.
   */
  Frame template(Step block, String key) {
    StepId id = step.expansion(key);
    return new Frame(
        id,
        block.place(),
        titles,
        variables.inner(),
        environment.inner(),
        deadline,
        signal,
        handled,
        List.of(new Rebase(block.id().text(), id.text())));
  }

  /** Returns a frame whose new variables are not seen outside. */
  Frame withOwnVariables() {
    return new Frame(
        step, place, titles, variables.inner(), environment, deadline, signal, handled, expansions);
  }

  /** Returns a frame whose loaded environment is not seen outside. */
  Frame withOwnEnvironment() {
    return new Frame(
        step, place, titles, variables, environment.inner(), deadline, signal, handled, expansions);
  }

  /** Returns a frame that also ends at a deadline. */
  Frame within(Deadline other) {
    return new Frame(
        step,
        place,
        titles,
        variables,
        environment,
        deadline.sooner(other),
        signal,
        handled,
        expansions);
  }

  /** Returns a frame that has another deadline, whatever was around it. */
  Frame withDeadline(Deadline other) {
    return new Frame(
        step, place, titles, variables, environment, other, signal, handled, expansions);
  }

  /** Returns a frame that listens to another signal. */
  Frame withSignal(StopSignal other) {
    return new Frame(
        step, place, titles, variables, environment, deadline, other, handled, expansions);
  }

  /** Returns the frame of the handlers of a failure. */
  Frame handling(Failure failure) {
    Scope bound = variables.inner();
    bound.bind("failure", failure.asValue());
    return new Frame(
        step,
        place,
        titles,
        bound,
        environment,
        deadline,
        signal,
        Optional.of(failure),
        expansions);
  }

  /** Returns the titles as a path. */
  String path() {
    return String.join(Failure.SEPARATOR, titles);
  }

  /** Returns a failure of this step. */
  StepFailedException failed(Code code, String reason) {
    return failed(code, reason, Optional.empty(), List.of());
  }

  /** Returns a failure of this step. */
  StepFailedException failed(
      Code code, String reason, Optional<String> hint, List<String> logTail) {
    return new StepFailedException(
        new Failure(Failure.Kind.FAILED, step, path(), place, code, reason, hint, logTail));
  }

  /** Returns the failure of a step whose formula has no value. */
  StepFailedException failed(EvaluationException cause) {
    return failed(cause.code(), cause.message(), cause.hint(), List.of());
  }

  /** Returns the failure of a step whose backend could not do something. */
  StepFailedException failed(BackendException cause) {
    return failed(cause.code(), cause.text(), cause.hint(), List.of());
  }

  /** Returns that this step was told to stop. */
  StepFailedException stopped(StopSignal.Stop stop) {
    Failure failure = failed(stop.code(), stop.reason()).failure();
    return new StepFailedException(failure.as(stop.kind()));
  }

  private static <T> List<T> with(List<T> list, T element) {
    List<T> longer = new ArrayList<>(list);
    longer.add(element);
    return List.copyOf(longer);
  }
}
