package dev.bounce.plan;

import dev.bounce.check.Types;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Span;
import dev.bounce.diag.Suggest;
import dev.bounce.inventory.Inventory;
import dev.bounce.library.LoadedModule;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.StringLiteral;
import dev.bounce.syntax.Statement.ParameterDeclaration;
import dev.bounce.value.Texts;
import dev.bounce.value.Type;
import dev.bounce.value.Value;
import dev.bounce.value.Value.MissingValue;
import dev.bounce.value.ValueReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives the parameters of a runbook their values: from the caller, the inventory, their default.
 */
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
      Optional<Formula> value = value(parameter, given, scope);
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
    boolean secret = ParameterValues.isSecret(Types.resolve(parameter.type(), new Diagnostics()));
    if (value.known().isPresent()) {
      shown.put(name, Texts.shown(value.known().get()));
      scope.declare(name, new Meaning.Known(value));
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
            value));
  }

  private Optional<Formula> value(
      ParameterDeclaration parameter, Map<String, String> allGiven, PlanScope scope) {
    Optional<String> given = Optional.ofNullable(allGiven.get(parameter.name().text()));
    Type type = Types.resolve(parameter.type(), new Diagnostics());
    Optional<Expression> outside =
        state
            .checked()
            .inventory()
            .flatMap((Inventory inventory) -> inventory.parameter(parameter.name().text()));
    if (given.isPresent()) {
      return fromText(parameter, type, given.get(), scope);
    }
    if (outside.isPresent()) {
      return fromInventory(parameter, type, outside.get(), scope);
    }
    if (parameter.defaultValue().isPresent()) {
      return fromDefault(parameter, type, parameter.defaultValue().get(), scope);
    }
    if (isMistyped(parameter.name().text(), allGiven)) {
      return Optional.empty();
    }
    if (state.isOnlyLooking()) {
      String what =
          "the parameter `%1$s` (give it: `-p %1$s=%2$s`)"
              .formatted(parameter.name(), example(type));
      return Optional.of(new Formula.Constant(new MissingValue(what)));
    }
    state.report(
        Diagnostic.error(
                Code.P001,
                parameter.name().span(),
                "the parameter `" + parameter.name() + "` has no value")
            .because("it has no default")
            .hint("give it: `-p " + parameter.name() + "=" + example(type) + "`"));
    return Optional.empty();
  }

  private Optional<Formula> fromDefault(
      ParameterDeclaration parameter, Type type, Expression written, PlanScope scope) {
    Formula formula = lowering.lower(written, type, scope);
    if (formula.known().orElse(null) instanceof MissingValue(String what)) {
      state.report(Diagnostic.error(Code.P001, parameter.span(), what + " is missing"));
      return Optional.empty();
    }
    return Optional.of(formula);
  }

  /** A value was given under a name that is nearly this one, which is reported as such. */
  private static boolean isMistyped(String name, Map<String, String> given) {
    return given.keySet().stream()
        .anyMatch(other -> Suggest.nearest(other, List.of(name)).isPresent());
  }

  private Optional<Formula> fromText(
      ParameterDeclaration parameter, Type type, String text, PlanScope scope) {
    Optional<Value> value =
        ValueReader.read(text, type).flatMap(read -> ParameterValues.conform(read, type));
    return known(type, value, parameter.name().span(), scope)
        .or(() -> refused(parameter, type, Texts.quoted(text), text, Optional.empty()));
  }

  /** An inventory is data: its words are texts, which become what the type asks for. */
  private Optional<Formula> fromInventory(
      ParameterDeclaration parameter, Type type, Expression written, PlanScope scope) {
    Optional<Value> raw = lowering.lower(written, Type.ANY, scope).known();
    Optional<Value> value = raw.flatMap(found -> ParameterValues.conform(found, type));
    String shown = raw.map(Texts::shown).orElse("this");
    return known(type, value, written.span(), scope)
        .or(() ->
            refused(
                parameter,
                type,
                shown,
                raw.map(Texts::plain).orElse(""),
                Optional.of(written.span())));
  }

  private Optional<Formula> known(Type type, Optional<Value> value, Span span, PlanScope scope) {
    if (ParameterValues.unknownBackend(value, state.backends().keySet()).isPresent()) {
      return Optional.empty();
    }
    return value.map(found ->
        ParameterValues.namesServices(type)
            ? lowering.given(found, new StringLiteral(List.of(), span), scope)
            : new Formula.Constant(found));
  }

  private Optional<Formula> refused(
      ParameterDeclaration parameter, Type type, String shown, String text, Optional<Span> where) {
    boolean secret = ParameterValues.isSecret(type);
    Collection<String> words =
        type instanceof Type.EnumOf(List<String> ofEnum)
            ? ofEnum
            : type == Type.BACKEND ? state.backends().keySet() : List.of();
    state.report(
        Diagnostic.error(
                Code.P003,
                where.orElse(parameter.name().span()),
                "%s is not %s, the type of the parameter `%s`"
                    .formatted(secret ? Texts.MASK : shown, type.text(), parameter.name()))
            .hint("write it like `-p " + parameter.name() + "=" + example(type) + "`")
            .suggest(Suggest.nearest(text, words)));
    return Optional.empty();
  }

  private static String example(Type type) {
    return type instanceof Type.EnumOf(List<String> words)
        ? String.join("|", words)
        : type == Type.DURATION
            ? "30s"
            : type == Type.COUNT || type == Type.PERCENT
                ? "25%"
                : type == Type.INTEGER ? "3" : type == Type.BOOLEAN ? "true" : "VALUE";
  }
}
