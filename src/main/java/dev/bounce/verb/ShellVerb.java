package dev.bounce.verb;

import dev.bounce.check.Matched;
import dev.bounce.check.Signature;
import dev.bounce.plan.Formula;
import dev.bounce.plan.Planning;
import dev.bounce.plan.Step;
import dev.bounce.plan.StepHead;
import dev.bounce.plan.Verb;
import dev.bounce.value.Type;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code sh STRING …}: the explicit shell. Several strings are several lines of one script. Values
 * reach the shell only as environment variables, so that no value can become code.
 */
final class ShellVerb implements Verb {
  private static final String VARIABLE = "BOUNCE_";

  @Override
  public Signature signature() {
    return CommandClauses.addTo(Signature.of("sh").takesMany("script", Type.STRING));
  }

  @Override
  public Step plan(Matched matched, StepHead head, Planning planning) {
    Map<String, Formula> values = new LinkedHashMap<>();
    String script =
        planning.script(
            matched.many(),
            value -> {
              String variable = VARIABLE + (values.size() + 1);
              values.put(variable, value);
              return variable;
            });
    return new Step.RunShell(
        head.id(),
        head.title(),
        head.place(),
        script,
        values,
        CommandClauses.context(matched, planning),
        CommandClauses.binding(matched, planning));
  }
}
