package dev.bounce.plan;

import dev.bounce.check.Types;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Suggest;
import dev.bounce.inventory.Inventory;
import dev.bounce.library.LoadedModule;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Statement.ParameterDeclaration;
import dev.bounce.value.Texts;
import dev.bounce.value.Type;
import dev.bounce.value.Value;
import dev.bounce.value.Value.MissingValue;
import dev.bounce.value.ValueReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives the parameters of a runbook their values: from the caller, the inventory, their default. */
final class ParameterPlanner {
  private final PlanState state;
  private final Lowering lowering;
  private final Map<String, String> shown = new LinkedHashMap<>();

  ParameterPlanner(PlanState state, Lowering lowering) {
    this.state = state;
    this.lowering = lowering;
  }

  /**
   * Declares the parameters in a scope.
   *
   * @param given texts by name, as the command line has them
   * @return the steps that compute defaults which only the run can know
   */
  List<Step> declare(LoadedModule module, Map<String, String> given, PlanScope scope) {
    List<Step> steps = new ArrayList<>();
    List<String> known = new ArrayList<>();
    for (ParameterDeclaration parameter : module.all(ParameterDeclaration.class)) {
      String name = parameter.name().text();
      known.add(name);
      Optional<Formula> value = value(parameter, Optional.ofNullable(given.get(name)), scope);
      if (value.isPresent()) {
        steps.addAll(declare(parameter, value.get(), scope));
      }
    }
    for (String name : given.keySet()) {
      if (!known.contains(name)) {
        state.report(
            Diagnostic.error(Code.P002, "the runbook has no parameter `" + name + "`")
                .hint(
                    known.isEmpty()
                        ? "it has no parameters at all"
                        : "its parameters are " + String.join(", ", known))
                .suggest(Suggest.nearest(name, known)));
      }
    }
    return steps;
  }

  /** Returns what a report shows of the parameters. */
  Map<String, String> shown() {
    return shown;
  }

  private List<Step> declare(ParameterDeclaration parameter, Formula value, PlanScope scope) {
    String name = parameter.name().text();
    boolean secret = Types.resolve(parameter.type(), new Diagnostics()) == Type.SECRET;
    Formula kept = secret ? masked(value) : value;
    if (kept.known().isPresent()) {
      shown.put(name, Texts.shown(kept.known().get()));
      scope.declare(name, new Meaning.Known(kept));
      return List.of();
    }
    shown.put(name, secret ? Texts.MASK : "computed by the run");
    String variable = state.unique(name);
    scope.declare(name, new Meaning.Known(new Formula.Variable(variable)));
    return List.of(
        new Step.Bind(
            StepId.ROOT.child("parameter-" + name),
            "param " + name,
            Place.of(parameter.span()),
            variable,
            kept));
  }

  private static Formula masked(Formula value) {
    return value.known().isPresent()
        ? new Formula.Constant(new Value.SecretValue(Texts.plain(value.known().get())))
        : new Formula.Call("secret", List.of(value), Map.of());
  }

  private Optional<Formula> value(
      ParameterDeclaration parameter, Optional<String> given, PlanScope scope) {
    Type type = Types.resolve(parameter.type(), new Diagnostics());
    if (given.isPresent()) {
      return read(parameter, type, given.get());
    }
    Optional<Expression> written =
        state
            .checked()
            .inventory()
            .flatMap((Inventory inventory) -> inventory.parameter(parameter.name().text()))
            .or(parameter::defaultValue);
    if (written.isEmpty()) {
      state.report(
          Diagnostic.error(
                  Code.P001,
                  parameter.name().span(),
                  "the parameter `" + parameter.name() + "` has no value")
              .because("it has no default")
              .hint("give it: `-p " + parameter.name() + "=" + example(type) + "`"));
      return Optional.empty();
    }
    Formula formula = lowering.lower(written.get(), type, scope);
    if (formula.known().orElse(null) instanceof MissingValue(String what)) {
      state.report(Diagnostic.error(Code.P001, parameter.span(), what + " is missing"));
      return Optional.empty();
    }
    return Optional.of(formula);
  }

  private static String example(Type type) {
    return type instanceof Type.EnumOf(List<String> words)
        ? String.join("|", words)
        : type == Type.DURATION ? "30s" : type == Type.COUNT ? "25%" : "VALUE";
  }

  private Optional<Formula> read(ParameterDeclaration parameter, Type type, String text) {
    Optional<Value> value = ValueReader.read(text, type);
    if (value.isEmpty()) {
      boolean secret = type == Type.SECRET;
      state.report(
          Diagnostic.error(
                  Code.P003,
                  parameter.name().span(),
                  "%s is not %s, the type of the parameter `%s`"
                      .formatted(
                          secret ? Texts.MASK : Texts.quoted(text),
                          type.text(),
                          parameter.name()))
              .suggest(
                  type instanceof Type.EnumOf(List<String> words)
                      ? Suggest.nearest(text, words)
                      : Optional.empty()));
    }
    return value.map(Formula.Constant::new);
  }
}
