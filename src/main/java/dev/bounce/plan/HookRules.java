package dev.bounce.plan;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Span;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Refuses blocks of services that would come back to themselves: a drain that restarts its own. */
final class HookRules {
  private final PlanState state;
  private final Map<String, Formula> members;

  private HookRules(PlanState state) {
    this.state = state;
    this.members = new HashMap<>(state.hooks().members());
  }

  /** Looks, once everything is planned. */
  static void check(PlanState state) {
    new HookRules(state).check();
  }

  private void check() {
    Map<String, Set<String>> graph = new LinkedHashMap<>();
    for (String service : state.hooks().spans().keySet()) {
      Set<String> used = new LinkedHashSet<>();
      ServicePlan plan = state.services().get(service);
      if (plan != null) {
        for (Hook hook : Hook.values()) {
          plan.hook(hook).ifPresent(step -> collect(step, used));
        }
      }
      graph.put(service, used);
    }
    state
        .hooks()
        .spans()
        .forEach((service, span) -> {
          if (reaches(service, graph)) {
            state.report(error(service, span));
          }
        });
  }

  private static Diagnostic error(String service, Span span) {
    return Diagnostic.error(
            Code.C012,
            span,
            "what `" + service + "` does around a restart acts on `" + service + "` itself")
        .because("it would come back to itself")
        .hint("only `signal` and what asks may name the service in these blocks");
  }

  private static boolean reaches(String service, Map<String, Set<String>> graph) {
    Deque<String> open = new ArrayDeque<>(graph.getOrDefault(service, Set.of()));
    Set<String> seen = new LinkedHashSet<>();
    while (!open.isEmpty()) {
      String next = open.pop();
      if (next.equals(service)) {
        return true;
      }
      if (seen.add(next)) {
        open.addAll(graph.getOrDefault(next, Set.of()));
      }
    }
    return false;
  }

  private void act(Formula target, Set<String> used) {
    used.addAll(TargetServices.of(target, members));
  }

  private void collect(Step step, Set<String> used) {
    switch (step) {
      case Step.Block block -> {
        block.steps().forEach(inner -> collect(inner, used));
        block.onFailure().ifPresent(inner -> collect(inner, used));
        block.onSuccess().ifPresent(inner -> collect(inner, used));
        block.cleanup().ifPresent(inner -> collect(inner, used));
      }
      case Step.Parallel parallel -> parallel.branches().forEach(inner -> collect(inner, used));
      case Step.Ordered ordered -> ordered.turns().forEach(turn -> collect(turn.step(), used));
      case Step.Branch branch -> {
        collect(branch.then(), used);
        branch.otherwise().ifPresent(inner -> collect(inner, used));
      }
      case Step.Loop loop -> {
        members.putIfAbsent(loop.variable(), loop.items());
        collect(loop.body(), used);
      }
      case Step.Retry retry -> collect(retry.body(), used);
      case Step.Within within -> collect(within.body(), used);
      case Step.Attempt attempt -> {
        collect(attempt.body(), used);
        attempt.onFailure().ifPresent(inner -> collect(inner, used));
        attempt.cleanup().ifPresent(inner -> collect(inner, used));
      }
      case Step.Guard guard -> collect(guard.body(), used);
      case Step.Follow follow -> collect(follow.body(), used);
      case Step.Act act -> act(act.target(), used);
      case Step.CallHook call -> act(call.target(), used);
      case Step.Phase phase -> {
        act(phase.target(), used);
        phase.body().ifPresent(inner -> collect(inner, used));
      }
      case Step.SendSignal _,
          Step.AwaitHealthy _,
          Step.AwaitCondition _,
          Step.Check _,
          Step.RunCommand _,
          Step.RunShell _,
          Step.Link _,
          Step.LoadEnvironment _,
          Step.Bind _,
          Step.Confirm _,
          Step.Log _,
          Step.Sleep _,
          Step.Fail _ -> {}
    }
  }
}
