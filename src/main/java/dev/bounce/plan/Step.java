package dev.bounce.plan;

import dev.bounce.backend.Action;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A step of a plan. The tree is what a preview prints and what a run executes.
 *
 * <p>The title of a step is its statement as the author wrote it, without block and condition.
 */
public sealed interface Step {
  /** Returns its id, unique in its plan. */
  StepId id();

  /** Returns the statement as written. */
  String title();

  /** Returns where the statement stands. */
  Place place();

  /**
   * Steps one after another, with the handlers of their block. A handler never hides a failure.
   *
   * @param steps the statements, in order
   * @param onFailure runs when one of them has failed, before {@code cleanup}; the variable {@code
   *     failure} says where, why, and with which code
   * @param onSuccess runs when all steps have succeeded
   * @param cleanup runs in any case, last
   */
  record Block(
      StepId id,
      String title,
      Place place,
      List<Step> steps,
      Optional<Step> onFailure,
      Optional<Step> onSuccess,
      Optional<Step> cleanup)
      implements Step {
    /** Copies the list. */
    public Block {
      steps = List.copyOf(steps);
    }
  }

  /**
   * Steps at the same time; all are waited for, and the first failure keeps others from starting.
   *
   * @param atOnce how many at the same time, at the most
   */
  record Parallel(StepId id, String title, Place place, List<Step> branches, int atOnce)
      implements Step {
    /** Copies the list. */
    public Parallel {
      branches = List.copyOf(branches);
    }
  }

  /**
   * Something done to several services at the same time, but for those that come after one another:
   * a turn begins as soon as those that it comes after have ended well. All are waited for; after
   * the first failure no turn begins, and no further batch of a phase.
   *
   * @param turns in an order in which they could be done one after another
   * @param within the bound of all of them together
   * @param atOnce how many at the same time, at the most
   */
  record Ordered(
      StepId id, String title, Place place, List<Turn> turns, Optional<Formula> within, int atOnce)
      implements Step {
    /** Copies the list. */
    public Ordered {
      turns = List.copyOf(turns);
    }
  }

  /**
   * What is done to one service of several.
   *
   * @param service its key
   * @param after the services whose turns have to be over, without those that come before these
   */
  record Turn(String service, List<String> after, Step step) {
    /** Copies the list. */
    public Turn {
      after = List.copyOf(after);
    }
  }

  /** One of two, by a condition that only the run can compute. */
  record Branch(
      StepId id, String title, Place place, Formula condition, Step then, Optional<Step> otherwise)
      implements Step {}

  /**
   * A body for each element of a list that only the run can compute.
   *
   * @param variable what the element is called in the body
   * @param atOnce how many at the same time; one means one after another
   * @param bound how many elements at the most; more fail the step before it begins
   */
  record Loop(
      StepId id,
      String title,
      Place place,
      String variable,
      Formula items,
      int atOnce,
      int bound,
      Step body)
      implements Step {}

  /** A body that is tried again when it fails. */
  record Retry(StepId id, String title, Place place, Formula attempts, Formula every, Step body)
      implements Step {}

  /** A body that has to end within a time. */
  record Within(StepId id, String title, Place place, Formula bound, Step body) implements Step {}

  /** A body whose failure is handled, and thereby over unless the handler fails too. */
  record Attempt(
      StepId id,
      String title,
      Place place,
      Step body,
      Optional<Step> onFailure,
      Optional<Step> cleanup)
      implements Step {}

  /**
   * Probes a target all through a body and fails it when the budget is spent. Binds {@code guard}
   * for what follows: a map of {@code requests}, {@code failures}, {@code slowest} and more.
   *
   * @param errors how many probes may fail, a number or a share
   * @param latency how long an answer may take before it counts as failed
   * @param percentiles how long shares of the answers may take, judged at the end
   * @param every the time between two probes of a member
   */
  record Guard(
      StepId id,
      String title,
      Place place,
      Formula target,
      Formula errors,
      Optional<Formula> latency,
      List<LatencyBound> percentiles,
      Formula every,
      String binding,
      Step body)
      implements Step {
    /** Copies the list. */
    public Guard {
      percentiles = List.copyOf(percentiles);
    }
  }

  /**
   * A bound on how long most answers may take.
   *
   * @param percent how many per cent of the good answers have to keep it
   */
  record LatencyBound(int percent, Formula longest) {}

  /**
   * Shows what is added to logs all through a body, those of members, of files, or of both.
   *
   * @param target computes to a service, a member, or a list of them
   * @param files computes to a pattern, or a list of them
   * @param inside computes to the service or member inside of which the files are; absent for this
   *     machine
   */
  record Follow(
      StepId id,
      String title,
      Place place,
      Optional<Formula> target,
      Optional<Formula> files,
      Optional<Formula> inside,
      Step body)
      implements Step {}

  /**
   * An action on all members of a target at once, proven.
   *
   * @param target computes to a service, a member, or a list of them
   * @param within the bound of the whole step, absent for that of the recipe
   */
  record Act(
      StepId id, String title, Place place, Action action, Formula target, Optional<Formula> within)
      implements Step {}

  /**
   * A signal to the members of a target that run.
   *
   * @param target computes to a service, a member, or a list of them
   * @param signal its name without SIG
   */
  record SendSignal(StepId id, String title, Place place, Formula target, String signal)
      implements Step {}

  /**
   * What a service says is done around a restart, for the members of a target one after another.
   *
   * @param target computes to a service, a member, or a list of them
   * @param within the bound of the whole step
   */
  record CallHook(
      StepId id, String title, Place place, Hook hook, Formula target, Optional<Formula> within)
      implements Step {}

  /**
   * A rolling restart: batches of members, one after another.
   *
   * @param rollout how it goes through the members
   * @param within the bound of the whole step
   * @param bound how many members at the most
   * @param variable what the member is called in the body
   * @param body what is done to each member of a batch, the members of a batch at the same time;
   *     absent for the default, {@code drain it; restart it; wait healthy it; undrain it} of the
   *     whole batch in lock step
   */
  record Phase(
      StepId id,
      String title,
      Place place,
      Formula target,
      Rollout rollout,
      Optional<Formula> within,
      int bound,
      String variable,
      Optional<Step> body)
      implements Step {}

  /**
   * How a phase goes through its members.
   *
   * @param by the batch size: a number or share of members, or a list of them (a ramp whose last
   *     entry repeats)
   * @param canary how many, a number or share, go first in a batch of their own
   * @param soak how long the canary, or without one every batch, has to stay healthy
   * @param keeping the floor: how many members, a number or share, have to be up at any time
   * @param tolerating how many, a number or share, may fail before the phase stops; none where
   *     absent
   * @param pausing the time between two batches
   * @param order a word of {@link MemberOrder}; as given where absent
   */
  record Rollout(
      Formula by,
      Optional<Formula> canary,
      Optional<Formula> soak,
      Optional<Formula> keeping,
      Optional<Formula> tolerating,
      Optional<Formula> pausing,
      Optional<Formula> order) {}

  /**
   * Waits until every member is healthy and has been so for a while.
   *
   * @param target absent for what the steps so far have touched
   * @param soak for how long without a failure
   */
  record AwaitHealthy(
      StepId id, String title, Place place, Optional<Formula> target, Formula soak, Formula within)
      implements Step {}

  /** Waits until a condition holds. */
  record AwaitCondition(
      StepId id, String title, Place place, Formula condition, Formula every, Formula within)
      implements Step {}

  /**
   * A precondition.
   *
   * @param message what is said when it does not hold
   * @param precedes whether no step before it can have changed anything: then its failure means
   *     that a precondition was not met
   */
  record Check(
      StepId id,
      String title,
      Place place,
      Formula condition,
      Optional<Formula> message,
      boolean precedes)
      implements Step {}

  /**
   * A command without a shell.
   *
   * @param arguments computes to a list of texts
   * @param context where and how; its environment may hold secrets
   * @param binding the variable that takes {@code code} and {@code output}, where the author names
   *     one; then an exit code other than 0 does not fail the step
   */
  record RunCommand(
      StepId id,
      String title,
      Place place,
      Formula arguments,
      CommandContext context,
      Optional<String> binding)
      implements Step {}

  /**
   * A command that {@code /bin/sh} reads.
   *
   * @param script the author's own text, values replaced by {@code "$BOUNCE_1"} …
   * @param values what those variables hold
   */
  record RunShell(
      StepId id,
      String title,
      Place place,
      String script,
      Map<String, Formula> values,
      CommandContext context,
      Optional<String> binding)
      implements Step {
    /** Copies the map and keeps its order. */
    public RunShell {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  /**
   * Where and how a command runs.
   *
   * @param user as whom
   * @param directory where
   * @param environment a map of what is added to the environment
   * @param place computes to the service or member inside of which it runs; absent for this machine
   * @param within its bound
   */
  record CommandContext(
      Optional<Formula> user,
      Optional<Formula> directory,
      Optional<Formula> environment,
      Optional<Formula> place,
      Formula within) {}

  /**
   * Switches a symbolic link.
   *
   * @param link where it is
   * @param target what it points to from then on, taken as it stands
   * @param inside computes to the service or member inside of which it is; absent for this machine
   */
  record Link(
      StepId id, String title, Place place, Formula link, Formula target, Optional<Formula> inside)
      implements Step {}

  /**
   * Adds the variables of a {@code .env} file to the environment of the steps that follow.
   *
   * @param inside computes to the service or member inside of which it is; absent for this machine
   */
  record LoadEnvironment(
      StepId id, String title, Place place, Formula file, Optional<Formula> inside)
      implements Step {}

  /** Computes a value once and keeps it. */
  record Bind(StepId id, String title, Place place, String variable, Formula value)
      implements Step {}

  /** Asks a person. */
  record Confirm(StepId id, String title, Place place, Formula question) implements Step {}

  /** Says something. */
  record Log(StepId id, String title, Place place, Formula message) implements Step {}

  /** Lets time pass. */
  record Sleep(StepId id, String title, Place place, Formula duration) implements Step {}

  /** Fails; without a reason, inside a handler, with the reason that is being handled. */
  record Fail(StepId id, String title, Place place, Optional<Formula> reason) implements Step {}
}
