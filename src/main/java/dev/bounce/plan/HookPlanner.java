package dev.bounce.plan;

import dev.bounce.syntax.Block;
import dev.bounce.syntax.Property;
import dev.bounce.value.Value.ServiceValue;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Plans the blocks of a service: {@code drain}, {@code undrain} and {@code before restart}. */
final class HookPlanner {
  private final PlanState state;
  private final Blocks blocks;

  /** Plans the statements of a block in a scope. */
  @FunctionalInterface
  interface Blocks {
    /** Returns its step. */
    Step plan(Block block, StepHead head, PlanScope scope);
  }

  HookPlanner(PlanState state, Blocks blocks) {
    this.state = state;
    this.blocks = blocks;
  }

  /** Returns the blocks of a service, whose plan is already there without them. */
  Optional<ServiceHooks> plan(String key, Meaning.Service service) {
    Map<Hook, Property> written = new EnumMap<>(Hook.class);
    for (Property property : service.declaration().properties()) {
      hook(property).ifPresent(hook -> written.putIfAbsent(hook, property));
    }
    if (written.isEmpty()) {
      return Optional.empty();
    }
    String variable = state.unique(ServicePlanner.MEMBER);
    HookRegister register = state.hooks();
    register.member(variable, new Formula.Constant(new ServiceValue(key)));
    register.begin(key, written.values().iterator().next().name().span());
    PlanScope scope = service.scope().inner();
    scope.declare(ServicePlanner.MEMBER, new Meaning.Known(new Formula.Variable(variable)));
    Map<Hook, Step> steps = new EnumMap<>(Hook.class);
    written.forEach((hook, property) -> {
      String title = hook.shown() + " " + service.declaration().name().text();
      StepId id = new StepId(key).child(hook.key());
      StepHead head = new StepHead(id, title, Place.of(property.name().span()));
      Block block = property.block().orElseThrow();
      steps.put(hook, state.aside(() -> blocks.plan(block, head, scope.inner())));
    });
    register.end(key);
    return Optional.of(
        new ServiceHooks(
            variable,
            Optional.ofNullable(steps.get(Hook.DRAIN)),
            Optional.ofNullable(steps.get(Hook.UNDRAIN)),
            Optional.ofNullable(steps.get(Hook.BEFORE_RESTART))));
  }

  private static Optional<Hook> hook(Property property) {
    return property.block().isEmpty()
        ? Optional.empty()
        : switch (property.name().text()) {
          case "drain" -> Optional.of(Hook.DRAIN);
          case "undrain" -> Optional.of(Hook.UNDRAIN);
          case "before" -> Optional.of(Hook.BEFORE_RESTART);
          default -> Optional.empty();
        };
  }
}
