package dev.bounce.verb;

import dev.bounce.check.Matched;
import dev.bounce.check.Signature;
import dev.bounce.plan.Bounds;
import dev.bounce.plan.Planning;
import dev.bounce.plan.Step.CommandContext;
import dev.bounce.value.Type;
import java.util.Optional;

/** The clauses that {@code run} and {@code sh} share. */
final class CommandClauses {
  private CommandClauses() {}

  static Signature addTo(Signature signature) {
    return signature
        .clause("as", Type.WORD)
        .clause("in", Type.PATH)
        .clause("env", new Type.MapOf(Type.ANY))
        .clause("within", Type.DURATION)
        .clause("into", Type.NAME)
        .clause("on", Type.PLACE);
  }

  static CommandContext context(Matched matched, Planning planning) {
    planning.touch();
    return new CommandContext(
        planning.argument(matched, "as", Type.WORD),
        planning.argument(matched, "in", Type.PATH),
        planning.argument(matched, "env", new Type.MapOf(Type.ANY)),
        planning.argument(matched, "on", Type.PLACE),
        planning.duration(matched, "within", Bounds.COMMAND));
  }

  static Optional<String> binding(Matched matched, Planning planning) {
    return matched.argument("into").map(planning::bind);
  }
}
