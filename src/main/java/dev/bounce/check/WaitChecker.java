package dev.bounce.check;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.Call;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.syntax.Expression.StateTest;
import dev.bounce.syntax.SyntaxWalk;
import java.util.concurrent.atomic.AtomicBoolean;

/** Looks for waits on something that cannot change while it is waited for. */
final class WaitChecker {
  private final ModuleContext context;

  WaitChecker(ModuleContext context) {
    this.context = context;
  }

  void check(Matched matched) {
    if (!matched.signature().verb().equals("wait until")) {
      return;
    }
    matched
        .argument("condition")
        .filter(condition -> !canChange(condition))
        .ifPresent(condition ->
            context
                .diagnostics()
                .add(
                    Diagnostic.error(
                            Code.C022, condition.span(), "this cannot change while it waits")
                        .because("it looks at nothing: values keep what they were given")
                        .hint(
                            "ask for a state, a file or a probe: `wait until web is running"
                                + " within 30s`")));
  }

  /** Only what looks at the world can change: a state, or a function that observes. */
  private boolean canChange(Expression condition) {
    AtomicBoolean found = new AtomicBoolean();
    SyntaxWalk.expression(
        condition,
        part -> {
          if (part instanceof StateTest || (part instanceof Call call && observes(call))) {
            found.set(true);
          }
        });
    return found.get();
  }

  private boolean observes(Call call) {
    boolean pure =
        call.callee() instanceof Reference name
            && context.definition(name.name()).isEmpty()
            && Functions.find(name.name())
                .filter(signature -> signature.kind() == Functions.Kind.PURE)
                .isPresent();
    return !pure;
  }
}
