package dev.bounce.verb;

import dev.bounce.check.Matched;
import dev.bounce.check.Signature;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.plan.Formula;
import dev.bounce.plan.Planning;
import dev.bounce.plan.Secrets;
import dev.bounce.plan.Step;
import dev.bounce.plan.StepHead;
import dev.bounce.plan.Verb;
import dev.bounce.value.Type;
import dev.bounce.value.Value.ListValue;

/** {@code run ARGV …}: a command, no shell. */
final class RunVerb implements Verb {
  private static final Type ARGUMENTS = new Type.ListOf(Type.ANY);

  @Override
  public Signature signature() {
    return CommandClauses.addTo(Signature.of("run").takes("arguments", ARGUMENTS))
        .laterClause("detached", Type.FLAG, "declare a service `via process` instead");
  }

  @Override
  public Step plan(Matched matched, StepHead head, Planning planning) {
    Formula arguments = planning.formula(matched.required("arguments"), ARGUMENTS);
    if (arguments.known().orElse(null) instanceof ListValue list && list.elements().isEmpty()) {
      planning.report(
          Diagnostic.error(
              Code.C033, matched.required("arguments").span(), "this command is empty"));
    }
    Secrets.inArguments(arguments, matched.required("arguments").span(), "env [TOKEN: token]")
        .ifPresent(planning::report);
    return new Step.RunCommand(
        head.id(),
        head.title(),
        head.place(),
        arguments,
        CommandClauses.context(matched, planning),
        CommandClauses.binding(matched, planning));
  }
}
