package dev.bounce.verb;

import dev.bounce.check.Later;
import dev.bounce.check.Matched;
import dev.bounce.check.Signature;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.plan.Formula;
import dev.bounce.plan.Planning;
import dev.bounce.plan.StepHead;
import dev.bounce.value.Type;
import dev.bounce.value.Value;
import dev.bounce.value.Value.ListValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The clause {@code except T}: what of a target is left alone. */
final class Except {
  private static final String WORD = "except";

  private Except() {}

  /** Returns a signature with the clause. */
  static Signature clause(Signature signature) {
    return signature.clause(WORD, Type.TARGET);
  }

  /** Returns what is left of a target; reports where that is nothing. */
  static Formula apply(Formula target, Matched matched, StepHead head, Planning planning) {
    Optional<Formula> except = planning.argument(matched, WORD, Type.TARGET);
    Formula left = except.isPresent() ? without(target, except.get(), matched, planning) : target;
    if (left.known().orElse(null) instanceof ListValue(List<Value> none) && none.isEmpty()) {
      planning.report(
          Diagnostic.error(
                  Code.C033, matched.command().span(), "`" + head.title() + "` acts on nothing")
              .because("no service is declared, or all are excepted"));
    }
    return left;
  }

  private static Formula without(
      Formula target, Formula except, Matched matched, Planning planning) {
    if (target.known().isEmpty() || except.known().isEmpty()) {
      planning.report(Later.EXCEPT_OF_THE_RUN.at(matched.required(WORD).span()));
      return target;
    }
    List<Value> rest = new ArrayList<>(elements(target.known().get()));
    rest.removeAll(elements(except.known().get()));
    return new Formula.Constant(new ListValue(rest));
  }

  private static List<Value> elements(Value value) {
    return value instanceof ListValue(List<Value> elements) ? elements : List.of(value);
  }
}
