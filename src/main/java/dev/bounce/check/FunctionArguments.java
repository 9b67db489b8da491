package dev.bounce.check;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Suggest;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.Argument;
import dev.bounce.syntax.Expression.Call;
import dev.bounce.syntax.Parameter;
import dev.bounce.syntax.Statement.Definition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sorts the arguments of a call into the parameters of a function that a runbook defines. */
public final class FunctionArguments {
  private FunctionArguments() {}

  /** An argument and the parameter that takes it. */
  public record Given(Parameter parameter, Expression value) {}

  /** Returns the arguments with their parameters; what does not fit is left out and reported. */
  public static List<Given> check(Call call, Definition definition, Diagnostics diagnostics) {
    List<Given> given = new ArrayList<>();
    List<Parameter> parameters = definition.parameters();
    int position = 0;
    boolean misnamed = false;
    for (Argument argument : call.arguments()) {
      Optional<Parameter> parameter;
      if (argument.name().isPresent()) {
        parameter = named(definition, argument, diagnostics);
        misnamed |= parameter.isEmpty();
      } else if (position < parameters.size()) {
        parameter = Optional.of(parameters.get(position++));
      } else {
        diagnostics.add(
            Diagnostic.error(
                Code.C016,
                argument.value().span(),
                "`%s` takes %d argument%s"
                    .formatted(
                        definition.name(), parameters.size(), parameters.size() == 1 ? "" : "s")));
        return given;
      }
      if (parameter.isPresent() && isGiven(parameter.get(), given)) {
        diagnostics.add(
            Diagnostic.error(
                Code.C016,
                argument.value().span(),
                "the argument `" + parameter.get().name() + "` is given twice"));
      } else {
        parameter.ifPresent(found -> given.add(new Given(found, argument.value())));
      }
    }
    for (Parameter parameter : parameters) {
      if (parameter.defaultValue().isEmpty() && !misnamed && !isGiven(parameter, given)) {
        diagnostics.add(
            Diagnostic.error(
                Code.C016,
                call.span(),
                "`%s` lacks its argument `%s`".formatted(definition.name(), parameter.name())));
      }
    }
    return given;
  }

  private static boolean isGiven(Parameter parameter, List<Given> given) {
    return given.stream().anyMatch(one -> one.parameter().equals(parameter));
  }

  private static Optional<Parameter> named(
      Definition definition, Argument argument, Diagnostics diagnostics) {
    var name = argument.name().orElseThrow();
    Optional<Parameter> found =
        definition.parameters().stream()
            .filter(parameter -> parameter.name().text().equals(name.text()))
            .findFirst();
    if (found.isEmpty()) {
      List<String> known =
          definition.parameters().stream().map(parameter -> parameter.name().text()).toList();
      diagnostics.add(
          Diagnostic.error(
                  Code.C016,
                  name.span(),
                  "`%s` has no parameter `%s`".formatted(definition.name(), name))
              .suggest(Suggest.nearest(name.text(), known)));
    }
    return found;
  }
}
