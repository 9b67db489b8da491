package dev.bounce.run;

import dev.bounce.backend.Action;
import dev.bounce.plan.Bounds;
import dev.bounce.plan.Formula;
import dev.bounce.plan.Hook;
import dev.bounce.plan.Place;
import dev.bounce.plan.Step;
import dev.bounce.plan.StepId;
import dev.bounce.value.Value;
import dev.bounce.value.Value.BooleanValue;
import dev.bounce.value.Value.DurationValue;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MemberValue;
import dev.bounce.value.Value.PercentValue;
import dev.bounce.value.Value.ServiceValue;
import dev.bounce.value.Value.StringValue;
import dev.bounce.value.Value.WordValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes plans by hand, for tests of the runner; ids are given when the root is made. */
final class Steps {
  private static final Place PLACE = new Place("test.runbook", 1, 1);
  private static final StepId LATER = new StepId("?");

  private Steps() {}

  static Formula constant(Value value) {
    return new Formula.Constant(value);
  }

  static Formula service(String name) {
    return constant(new ServiceValue(name));
  }

  static Formula services(String... names) {
    List<Value> values = new ArrayList<>();
    for (String name : names) {
      values.add(new ServiceValue(name));
    }
    return constant(new ListValue(values));
  }

  static Formula member(String service, int index) {
    return constant(new MemberValue(service, service + ":" + index, index));
  }

  static Formula number(long number) {
    return constant(new IntegerValue(number));
  }

  static Formula percent(String percent) {
    return constant(new PercentValue(new BigDecimal(percent)));
  }

  static Formula truth(boolean truth) {
    return constant(new BooleanValue(truth));
  }

  static Formula seconds(long seconds) {
    return constant(new DurationValue(Duration.ofSeconds(seconds)));
  }

  static Formula duration(Duration duration) {
    return constant(new DurationValue(duration));
  }

  static Formula text(String text) {
    return constant(new StringValue(text));
  }

  static Formula texts(String... texts) {
    List<Value> values = new ArrayList<>();
    for (String text : texts) {
      values.add(new StringValue(text));
    }
    return constant(new ListValue(values));
  }

  static Formula variable(String name) {
    return new Formula.Variable(name);
  }

  static Step.Block block(Step... steps) {
    return new Step.Block(
        LATER, "", PLACE, List.of(steps), Optional.empty(), Optional.empty(), Optional.empty());
  }

  static Step.Block onFailure(Step.Block block, Step handler) {
    return new Step.Block(
        block.id(),
        block.title(),
        block.place(),
        block.steps(),
        Optional.of(handler),
        block.onSuccess(),
        block.cleanup());
  }

  static Step.Block onSuccess(Step.Block block, Step handler) {
    return new Step.Block(
        block.id(),
        block.title(),
        block.place(),
        block.steps(),
        block.onFailure(),
        Optional.of(handler),
        block.cleanup());
  }

  static Step.Block cleanup(Step.Block block, Step handler) {
    return new Step.Block(
        block.id(),
        block.title(),
        block.place(),
        block.steps(),
        block.onFailure(),
        block.onSuccess(),
        Optional.of(handler));
  }

  static Step act(Action action, Formula target) {
    return new Step.Act(
        LATER, action.verb() + " " + name(target), PLACE, action, target, Optional.empty());
  }

  static Step restart(Formula target) {
    return act(Action.RESTART, target);
  }

  static Step restart(Formula target, Duration within) {
    return act(Action.RESTART, target, within);
  }

  static Step act(Action action, Formula target, Duration within) {
    return new Step.Act(
        LATER,
        action.verb() + " " + name(target),
        PLACE,
        action,
        target,
        Optional.of(duration(within)));
  }

  private static String name(Formula target) {
    return target.known().map(value -> dev.bounce.value.Texts.plain(value)).orElse("it");
  }

  static Step.Phase phase(Formula target, Formula by, Optional<Formula> keeping) {
    return phase(target, rollout(by, keeping), Optional.empty());
  }

  static Step.Phase phase(Formula target, Formula by, Optional<Formula> keeping, Step body) {
    return phase(target, rollout(by, keeping), Optional.of(body));
  }

  static Step.Phase phase(Formula target, Step.Rollout rollout, Optional<Step> body) {
    return new Step.Phase(
        LATER, "phase " + name(target), PLACE, target, rollout, Optional.empty(), 1000, "it", body);
  }

  static Step.Rollout rollout(Formula by, Optional<Formula> keeping) {
    return new Step.Rollout(
        by,
        Optional.empty(),
        Optional.empty(),
        keeping,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static Step.Rollout canary(Step.Rollout rollout, Formula canary) {
    return new Step.Rollout(
        rollout.by(),
        Optional.of(canary),
        rollout.soak(),
        rollout.keeping(),
        rollout.tolerating(),
        rollout.pausing(),
        rollout.order());
  }

  static Step.Rollout soak(Step.Rollout rollout, Duration soak) {
    return new Step.Rollout(
        rollout.by(),
        rollout.canary(),
        Optional.of(duration(soak)),
        rollout.keeping(),
        rollout.tolerating(),
        rollout.pausing(),
        rollout.order());
  }

  static Step.Rollout tolerating(Step.Rollout rollout, Formula tolerating) {
    return new Step.Rollout(
        rollout.by(),
        rollout.canary(),
        rollout.soak(),
        rollout.keeping(),
        Optional.of(tolerating),
        rollout.pausing(),
        rollout.order());
  }

  static Step.Rollout order(Step.Rollout rollout, String word) {
    return new Step.Rollout(
        rollout.by(),
        rollout.canary(),
        rollout.soak(),
        rollout.keeping(),
        rollout.tolerating(),
        rollout.pausing(),
        Optional.of(constant(new WordValue(word))));
  }

  static Step hook(Hook hook, Formula target) {
    return new Step.CallHook(
        LATER, hook.shown() + " " + name(target), PLACE, hook, target, Optional.empty());
  }

  static Step link(String link, String target) {
    return new Step.Link(LATER, "link", PLACE, text(link), text(target), Optional.empty());
  }

  static Step awaitHealthy(Optional<Formula> target, Duration soak, Duration within) {
    return new Step.AwaitHealthy(
        LATER, "wait healthy", PLACE, target, duration(soak), duration(within));
  }

  static Step awaitCondition(Formula condition, Duration within) {
    return new Step.AwaitCondition(
        LATER, "wait until", PLACE, condition, duration(Bounds.CONDITION_EVERY), duration(within));
  }

  static Step check(Formula condition, String message, boolean precedes) {
    return new Step.Check(LATER, "check", PLACE, condition, Optional.of(text(message)), precedes);
  }

  static Step.CommandContext context(Duration within) {
    return new Step.CommandContext(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), duration(within));
  }

  static Step command(String... arguments) {
    return command(Optional.empty(), arguments);
  }

  static Step command(Optional<String> binding, String... arguments) {
    return new Step.RunCommand(
        LATER, "run " + arguments[0], PLACE, texts(arguments), context(Bounds.COMMAND), binding);
  }

  static Step command(Formula arguments, Step.CommandContext context) {
    return new Step.RunCommand(LATER, "run", PLACE, arguments, context, Optional.empty());
  }

  static Step shell(String script, Map<String, Formula> values) {
    return new Step.RunShell(
        LATER, "sh", PLACE, script, values, context(Bounds.COMMAND), Optional.empty());
  }

  static Step log(Formula message) {
    return new Step.Log(LATER, "log", PLACE, message);
  }

  static Step log(String message) {
    return log(text(message));
  }

  static Step sleep(Duration duration) {
    return new Step.Sleep(LATER, "sleep", PLACE, duration(duration));
  }

  static Step fail(String reason) {
    return new Step.Fail(LATER, "fail", PLACE, Optional.of(text(reason)));
  }

  static Step failAgain() {
    return new Step.Fail(LATER, "fail", PLACE, Optional.empty());
  }

  static Step bind(String variable, Formula value) {
    return new Step.Bind(LATER, "let " + variable, PLACE, variable, value);
  }

  static Step branch(Formula condition, Step then, Optional<Step> otherwise) {
    return new Step.Branch(LATER, "if", PLACE, condition, then, otherwise);
  }

  static Step loop(String variable, Formula items, int atOnce, int bound, Step body) {
    return new Step.Loop(LATER, "for " + variable, PLACE, variable, items, atOnce, bound, body);
  }

  static Step retry(int attempts, Duration every, Step body) {
    return new Step.Retry(LATER, "retry", PLACE, number(attempts), duration(every), body);
  }

  static Step within(Duration bound, Step body) {
    return new Step.Within(LATER, "within", PLACE, duration(bound), body);
  }

  static Step parallel(Step... branches) {
    return new Step.Parallel(LATER, "parallel", PLACE, List.of(branches), branches.length);
  }

  static Step ordered(int atOnce, Step.Turn... turns) {
    return new Step.Ordered(
        LATER, "restart all parallel", PLACE, List.of(turns), Optional.empty(), atOnce);
  }

  static Step.Turn turn(String service, Step step, String... after) {
    return new Step.Turn(service, List.of(after), step);
  }

  static Step attempt(Step body, Optional<Step> onFailure, Optional<Step> cleanup) {
    return new Step.Attempt(LATER, "try", PLACE, body, onFailure, cleanup);
  }

  static Step guard(Formula target, Formula errors, Optional<Duration> latency, Step body) {
    return new Step.Guard(
        LATER,
        "guard " + name(target),
        PLACE,
        target,
        errors,
        latency.map(Steps::duration),
        List.of(),
        duration(Bounds.GUARD_EVERY),
        "guard",
        body);
  }

  static Step follow(Formula target, Step body) {
    return new Step.Follow(
        LATER,
        "follow " + name(target),
        PLACE,
        Optional.of(target),
        Optional.empty(),
        Optional.empty(),
        body);
  }

  static Step followFiles(Formula files, Step body) {
    return new Step.Follow(
        LATER, "follow files", PLACE, Optional.empty(), Optional.of(files), Optional.empty(), body);
  }

  static Step confirm(String question) {
    return new Step.Confirm(LATER, "confirm", PLACE, text(question));
  }

  static Step loadEnvironment(String file) {
    return new Step.LoadEnvironment(LATER, "load-env", PLACE, text(file), Optional.empty());
  }

  /** Returns the step and all below it with their ids. */
  static Step numbered(Step step, StepId id) {
    return switch (step) {
      case Step.Block it ->
          new Step.Block(
              id,
              it.title(),
              it.place(),
              numbered(it.steps(), id),
              it.onFailure().map(handler -> numbered(handler, id.child("failure"))),
              it.onSuccess().map(handler -> numbered(handler, id.child("success"))),
              it.cleanup().map(handler -> numbered(handler, id.child("finally"))));
      case Step.Parallel it ->
          new Step.Parallel(id, it.title(), it.place(), numbered(it.branches(), id), it.atOnce());
      case Step.Ordered it ->
          new Step.Ordered(
              id, it.title(), it.place(), numberedTurns(it.turns(), id), it.within(), it.atOnce());
      case Step.Branch it ->
          new Step.Branch(
              id,
              it.title(),
              it.place(),
              it.condition(),
              numbered(it.then(), id.child("then")),
              it.otherwise().map(other -> numbered(other, id.child("else"))));
      case Step.Loop it ->
          new Step.Loop(
              id,
              it.title(),
              it.place(),
              it.variable(),
              it.items(),
              it.atOnce(),
              it.bound(),
              numbered(it.body(), id.child("body")));
      case Step.Retry it ->
          new Step.Retry(
              id,
              it.title(),
              it.place(),
              it.attempts(),
              it.every(),
              numbered(it.body(), id.child("body")));
      case Step.Within it ->
          new Step.Within(
              id, it.title(), it.place(), it.bound(), numbered(it.body(), id.child("body")));
      case Step.Attempt it ->
          new Step.Attempt(
              id,
              it.title(),
              it.place(),
              numbered(it.body(), id.child("body")),
              it.onFailure().map(handler -> numbered(handler, id.child("failure"))),
              it.cleanup().map(handler -> numbered(handler, id.child("finally"))));
      case Step.Guard it ->
          new Step.Guard(
              id,
              it.title(),
              it.place(),
              it.target(),
              it.errors(),
              it.latency(),
              it.percentiles(),
              it.every(),
              it.binding(),
              numbered(it.body(), id.child("body")));
      case Step.Follow it ->
          new Step.Follow(
              id,
              it.title(),
              it.place(),
              it.target(),
              it.files(),
              it.inside(),
              numbered(it.body(), id.child("body")));
      case Step.Phase it ->
          new Step.Phase(
              id,
              it.title(),
              it.place(),
              it.target(),
              it.rollout(),
              it.within(),
              it.bound(),
              it.variable(),
              it.body().map(body -> numbered(body, id.child("body"))));
      case Step.Act it ->
          new Step.Act(id, it.title(), it.place(), it.action(), it.target(), it.within());
      case Step.SendSignal it ->
          new Step.SendSignal(id, it.title(), it.place(), it.target(), it.signal());
      case Step.CallHook it ->
          new Step.CallHook(id, it.title(), it.place(), it.hook(), it.target(), it.within());
      case Step.Link it ->
          new Step.Link(id, it.title(), it.place(), it.link(), it.target(), it.inside());
      case Step.AwaitHealthy it ->
          new Step.AwaitHealthy(id, it.title(), it.place(), it.target(), it.soak(), it.within());
      case Step.AwaitCondition it ->
          new Step.AwaitCondition(
              id, it.title(), it.place(), it.condition(), it.every(), it.within());
      case Step.Check it ->
          new Step.Check(id, it.title(), it.place(), it.condition(), it.message(), it.precedes());
      case Step.RunCommand it ->
          new Step.RunCommand(
              id, it.title(), it.place(), it.arguments(), it.context(), it.binding());
      case Step.RunShell it ->
          new Step.RunShell(
              id, it.title(), it.place(), it.script(), it.values(), it.context(), it.binding());
      case Step.LoadEnvironment it ->
          new Step.LoadEnvironment(id, it.title(), it.place(), it.file(), it.inside());
      case Step.Bind it -> new Step.Bind(id, it.title(), it.place(), it.variable(), it.value());
      case Step.Confirm it -> new Step.Confirm(id, it.title(), it.place(), it.question());
      case Step.Log it -> new Step.Log(id, it.title(), it.place(), it.message());
      case Step.Sleep it -> new Step.Sleep(id, it.title(), it.place(), it.duration());
      case Step.Fail it -> new Step.Fail(id, it.title(), it.place(), it.reason());
    };
  }

  private static List<Step.Turn> numberedTurns(List<Step.Turn> turns, StepId id) {
    List<Step> numbered = numbered(turns.stream().map(Step.Turn::step).toList(), id);
    List<Step.Turn> all = new ArrayList<>();
    for (Step step : numbered) {
      Step.Turn turn = turns.get(all.size());
      all.add(new Step.Turn(turn.service(), turn.after(), step));
    }
    return all;
  }

  private static List<Step> numbered(List<Step> steps, StepId id) {
    List<Step> numbered = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      numbered.add(numbered(steps.get(i), id.child(i + 1)));
    }
    return numbered;
  }
}
