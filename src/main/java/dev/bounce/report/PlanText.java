package dev.bounce.report;

import dev.bounce.backend.Effect;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.Remark;
import dev.bounce.backend.Stage;
import dev.bounce.diag.Neutral;
import dev.bounce.plan.Certainty;
import dev.bounce.plan.Formula;
import dev.bounce.plan.FormulaText;
import dev.bounce.plan.Hook;
import dev.bounce.plan.Place;
import dev.bounce.plan.Plan;
import dev.bounce.plan.Preview;
import dev.bounce.plan.Preview.ServiceEffects;
import dev.bounce.plan.ServicePlan;
import dev.bounce.plan.Step;
import dev.bounce.value.Texts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows a plan as text: the tree of steps, and under each what will be sent. */
public final class PlanText {
  private final Plan plan;
  private final Preview preview;
  private final Map<String, Formula> members = new HashMap<>();
  private final StringBuilder text = new StringBuilder();

  private PlanText(Plan plan, Preview preview) {
    this.plan = plan;
    this.preview = preview;
  }

  /** Returns the whole text; the same plan, preview and margin give the same text. */
  public static String render(Plan plan, Preview preview, String digest, Margin margin) {
    return margin.apply(new PlanText(plan, preview).all(digest));
  }

  private String all(String digest) {
    text.append("plan of ").append(Neutral.line(plan.runbook()));
    text.append(preview.live() ? " (live: services were read just now)" : " (offline)");
    text.append("\n  digest ").append(digest).append('\n');
    for (Plan.Input input : plan.inputs()) {
      line(1, "from " + input.name() + " " + input.sha256().substring(0, 12));
    }
    plan.parameters().forEach((name, value) -> line(1, "param " + name + " = " + value));
    text.append('\n');
    children(plan.root(), 0);
    return text.toString();
  }

  private void line(int depth, String content) {
    text.append("  ".repeat(depth)).append(Neutral.line(content)).append('\n');
  }

  private void children(Step step, int depth) {
    if (step instanceof Step.Block block) {
      block.steps().forEach(child -> step(child, depth));
      block.onSuccess().ifPresent(child -> step(child, depth));
      block.onFailure().ifPresent(child -> step(child, depth));
      block.cleanup().ifPresent(child -> step(child, depth));
    } else {
      step(step, depth);
    }
  }

  private void heading(Step step, int depth, String title, Optional<Certainty> certainty) {
    String mark = certainty.map(known -> "  [" + known.shown() + "]").orElse("");
    String id = step.id().text();
    line(depth, (id.isEmpty() ? "" : id + "  ") + title + mark + "  " + place(step.place()));
  }

  /** The line of the runbook itself, or the file and line of a module. */
  private String place(Place place) {
    return place.file().equals(plan.root().place().file()) ? ":" + place.line() : place.shown();
  }

  private void heading(Step step, int depth, Certainty certainty) {
    heading(step, depth, step.title(), Optional.of(certainty));
  }

  private void step(Step step, int depth) {
    switch (step) {
      case Step.Block block -> {
        heading(block, depth, block.title(), Optional.empty());
        children(block, depth + 1);
      }
      case Step.Parallel parallel -> {
        heading(parallel, depth, Certainty.EXACT);
        if (parallel.atOnce() < parallel.branches().size()) {
          line(depth + 2, parallel.atOnce() + " at the same time");
        }
        parallel.branches().forEach(branch -> step(branch, depth + 1));
      }
      case Step.Ordered ordered -> {
        heading(ordered, depth, Certainty.EXACT);
        ordered.within().ifPresent(bound -> detail(depth, "at most %s in all", bound));
        OrderText.lines(ordered).forEach(line -> line(depth + 2, line));
        ordered.turns().forEach(turn -> step(turn.step(), depth + 1));
      }
      case Step.Branch branch -> branch(branch, depth);
      case Step.Loop loop -> {
        heading(loop, depth, Certainty.CONDITIONAL);
        line(
            depth + 2,
            "for each of %s, at most %d, %s"
                .formatted(
                    FormulaText.shown(loop.items()),
                    loop.bound(),
                    loop.atOnce() == 1
                        ? "one after another"
                        : loop.atOnce() + " at the same time"));
        children(loop.body(), depth + 1);
      }
      case Step.Retry retry -> {
        heading(retry, depth, Certainty.EXACT);
        detail(depth, "at most %s attempts, %s apart", retry.attempts(), retry.every());
        children(retry.body(), depth + 1);
      }
      case Step.Within within -> {
        heading(within, depth, Certainty.EXACT);
        detail(depth, "at most %s", within.bound());
        children(within.body(), depth + 1);
      }
      case Step.Attempt attempt -> {
        heading(attempt, depth, attempt.title(), Optional.empty());
        step(attempt.body(), depth + 1);
        attempt.onFailure().ifPresent(handler -> step(handler, depth + 1));
        attempt.cleanup().ifPresent(handler -> step(handler, depth + 1));
      }
      case Step.Guard guard -> guard(guard, depth);
      case Step.Follow follow -> follow(follow, depth);
      case Step.Act act -> {
        heading(act, depth, certainty(preview.of(act.id())));
        act.within().ifPresent(bound -> detail(depth, "at most %s in all", bound));
        if (act.action().isRestart()) {
          hook(Hook.BEFORE_RESTART, act.target(), depth);
        }
        effects(preview.of(act.id()), act.target(), depth);
      }
      case Step.SendSignal signal -> {
        heading(signal, depth, certainty(preview.of(signal.id())));
        effects(preview.of(signal.id()), signal.target(), depth);
      }
      case Step.CallHook call -> {
        heading(call, depth, Certainty.CONDITIONAL);
        call.within().ifPresent(bound -> detail(depth, "at most %s in all", bound));
        hook(call.hook(), call.target(), depth);
      }
      case Step.Phase phase -> phase(phase, depth);
      case Step.AwaitHealthy await -> {
        heading(await, depth, Certainty.EXACT);
        detail(depth, "healthy for %s, at most %s", await.soak(), await.within());
        probes(await, depth);
      }
      case Step.AwaitCondition await -> {
        heading(await, depth, Certainty.EXACT);
        detail(depth, "looks every %s, at most %s", await.every(), await.within());
      }
      case Step.Check check -> {
        heading(check, depth, Certainty.EXACT);
        if (check.precedes()) {
          line(depth + 2, "before anything is changed");
        }
      }
      case Step.RunCommand run -> {
        heading(run, depth, Certainty.OPAQUE);
        line(depth + 2, "runs " + FormulaText.shown(run.arguments()));
        context(run.context(), depth);
      }
      case Step.RunShell run -> {
        heading(run, depth, Certainty.OPAQUE);
        shell(run, depth);
        context(run.context(), depth);
      }
      case Step.Link link -> {
        heading(link, depth, Certainty.EXACT);
        detail(depth, "switches the symbolic link %s to %s", link.link(), link.target());
        link.inside().ifPresent(place -> detail(depth, "inside of %s", place));
      }
      case Step.LoadEnvironment load -> {
        heading(load, depth, Certainty.CONDITIONAL);
        detail(depth, "reads %s", load.file());
        load.inside().ifPresent(place -> detail(depth, "inside of %s", place));
      }
      case Step.Bind bind -> {
        heading(bind, depth, Certainty.CONDITIONAL);
        detail(depth, "observed once: %s", bind.value());
      }
      case Step.Confirm confirm -> heading(confirm, depth, Certainty.CONDITIONAL);
      case Step.Log log -> heading(log, depth, Certainty.EXACT);
      case Step.Sleep sleep -> heading(sleep, depth, Certainty.EXACT);
      case Step.Fail fail -> heading(fail, depth, Certainty.EXACT);
    }
  }

  private void detail(int depth, String format, Formula... formulas) {
    Object[] shown = new Object[formulas.length];
    for (int i = 0; i < formulas.length; i++) {
      shown[i] = FormulaText.shown(formulas[i]);
    }
    line(depth + 2, format.formatted(shown));
  }

  private void branch(Step.Branch branch, int depth) {
    heading(branch, depth, Certainty.CONDITIONAL);
    children(branch.then(), depth + 1);
    branch
        .otherwise()
        .ifPresent(otherwise -> {
          line(depth, "else");
          children(otherwise, depth + 1);
        });
  }

  private void guard(Step.Guard guard, int depth) {
    heading(guard, depth, Certainty.EXACT);
    detail(depth, "probes every %s; at most %s may fail", guard.every(), guard.errors());
    guard
        .latency()
        .ifPresent(bound -> detail(depth, "an answer that takes longer than %s failed", bound));
    for (Step.LatencyBound bound : guard.percentiles()) {
      String share = bound.percent() + " % of the good answers";
      detail(depth, share.replace("%", "%%") + " come within %s", bound.longest());
    }
    children(guard.body(), depth + 1);
  }

  private void follow(Step.Follow follow, int depth) {
    heading(follow, depth, Certainty.EXACT);
    String shown = "meanwhile shows what is added to ";
    follow.target().ifPresent(target -> detail(depth, shown + "the logs of %s", target));
    follow.files().ifPresent(files -> detail(depth, shown + "%s", files));
    follow.inside().ifPresent(place -> detail(depth, "inside of %s", place));
    children(follow.body(), depth + 1);
  }

  private void phase(Step.Phase phase, int depth) {
    heading(phase, depth, certainty(preview.of(phase.id())));
    RolloutText.lines(phase.rollout()).forEach(line -> line(depth + 2, line));
    phase.within().ifPresent(bound -> detail(depth, "at most %s in all", bound));
    if (phase.body().isEmpty()) {
      hook(Hook.DRAIN, phase.target(), depth);
      hook(Hook.BEFORE_RESTART, phase.target(), depth);
    }
    effects(preview.of(phase.id()), phase.target(), depth);
    if (phase.body().isPresent()) {
      members.put(phase.variable(), phase.target());
      children(phase.body().get(), depth + 1);
    } else {
      line(depth + 2, "then waits until each batch is healthy");
      hook(Hook.UNDRAIN, phase.target(), depth);
    }
  }

  /** Shows what services do around a restart, under the step that has it done. */
  private void hook(Hook hook, Formula target, int depth) {
    for (Step block : plan.hookBlocks(hook, target, members)) {
      line(depth + 2, hook.shown() + ", for one member after another:");
      children(block, depth + 3);
    }
  }

  private static Certainty certainty(List<ServiceEffects> effects) {
    boolean probed =
        !effects.isEmpty() && effects.stream().allMatch(one -> one.certainty() == Certainty.PROBED);
    return probed ? Certainty.PROBED : Certainty.CONDITIONAL;
  }

  private void effects(List<ServiceEffects> effects, Formula target, int depth) {
    if (effects.isEmpty()) {
      line(depth + 2, "acts on " + FormulaText.shown(target));
    }
    for (ServiceEffects one : effects) {
      service(one, depth);
    }
  }

  private void service(ServiceEffects effects, int depth) {
    ServicePlan service = plan.services().get(effects.service());
    String via = service == null ? "" : " via " + service.backend() + inside(service);
    String name = service == null ? effects.service() : service.name();
    String batch = effects.batch().map(number -> "batch " + number + ": ").orElse("");
    List<String> members = effects.members().stream().map(MemberState::member).toList();
    String bound = effects.stages().isEmpty() ? "" : ", at most " + Texts.duration(effects.bound());
    line(
        depth + 2,
        batch
            + name
            + via
            + (members.isEmpty() || members.equals(List.of(name))
                ? ""
                : ": " + String.join(", ", members))
            + bound);
    effects.note().ifPresent(note -> line(depth + 3, "(" + note + ")"));
    for (Remark remark : effects.remarks()) {
      line(depth + 3, RemarkText.shown(remark));
    }
    for (Stage stage : effects.stages()) {
      stage(stage, depth + 3, "");
    }
  }

  private static String inside(ServicePlan service) {
    return service.place().map(place -> " inside of " + FormulaText.shown(place)).orElse("");
  }

  private void stage(Stage stage, int depth, String prefix) {
    for (Effect effect : stage.effects()) {
      line(depth, prefix + "→ " + effect.shown());
    }
    String goal =
        switch (stage.goal()) {
          case DOWN -> "until gone";
          case UP_ANEW -> "until running with a new identity";
          case UP_UNCHANGED -> "until running with the same identity";
          case WORKERS_ANEW -> "until all workers are new ones and ready";
          case SUCCESSOR_UP -> "until its successor runs beside it, with ready workers";
          case SENT -> "until taken";
        };
    line(depth, prefix + "  " + goal + ", at most " + Texts.duration(stage.within()));
    stage.escalation().ifPresent(next -> stage(next, depth, prefix + "else "));
    stage.undo().ifPresent(back -> stage(back, depth, prefix + "if that fails "));
  }

  private void probes(Step.AwaitHealthy await, int depth) {
    if (await.target().isEmpty()) {
      line(depth + 2, "everything that was touched so far");
    }
  }

  private void shell(Step.RunShell run, int depth) {
    run.script().lines().forEach(line -> line(depth + 2, "sh| " + line));
    for (Map.Entry<String, Formula> value : run.values().entrySet()) {
      line(depth + 2, value.getKey() + " = " + FormulaText.shown(value.getValue()));
    }
  }

  private void context(Step.CommandContext context, int depth) {
    context.directory().ifPresent(directory -> detail(depth, "in %s", directory));
    context.place().ifPresent(place -> detail(depth, "inside of %s", place));
    context.user().ifPresent(user -> detail(depth, "as %s", user));
    context.environment().ifPresent(values -> detail(depth, "env %s", values));
    detail(depth, "at most %s", context.within());
  }
}
