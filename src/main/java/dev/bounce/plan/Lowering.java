package dev.bounce.plan;

import dev.bounce.check.Definitions;
import dev.bounce.check.FunctionArguments;
import dev.bounce.check.Functions;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.library.LoadedModule;
import dev.bounce.syntax.BinaryOperator;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.Argument;
import dev.bounce.syntax.Expression.Attribute;
import dev.bounce.syntax.Expression.Binary;
import dev.bounce.syntax.Expression.BooleanLiteral;
import dev.bounce.syntax.Expression.Call;
import dev.bounce.syntax.Expression.Comprehension;
import dev.bounce.syntax.Expression.Conditional;
import dev.bounce.syntax.Expression.DurationLiteral;
import dev.bounce.syntax.Expression.Entry;
import dev.bounce.syntax.Expression.Index;
import dev.bounce.syntax.Expression.IntegerLiteral;
import dev.bounce.syntax.Expression.ListLiteral;
import dev.bounce.syntax.Expression.MapLiteral;
import dev.bounce.syntax.Expression.Part;
import dev.bounce.syntax.Expression.PercentLiteral;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.syntax.Expression.StateTest;
import dev.bounce.syntax.Expression.StringLiteral;
import dev.bounce.syntax.Expression.Unary;
import dev.bounce.syntax.Parameter;
import dev.bounce.syntax.Statement.Body;
import dev.bounce.syntax.Statement.Definition;
import dev.bounce.value.StateWords;
import dev.bounce.value.Type;
import dev.bounce.value.Value;
import dev.bounce.value.Value.BackendValue;
import dev.bounce.value.Value.BooleanValue;
import dev.bounce.value.Value.DurationValue;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.PercentValue;
import dev.bounce.value.Value.StringValue;
import dev.bounce.value.Value.WordValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Turns expressions into formulas: resolves names, inlines functions, folds what is constant. */
final class Lowering {
  private final PlanState state;
  private final TargetPlanner targets;

  Lowering(PlanState state, TargetPlanner targets) {
    this.state = state;
    this.targets = targets;
  }

  /** Returns the formula of an expression that stands where a type is expected. */
  Formula lower(Expression expression, Type expected, PlanScope scope) {
    if (expected == Type.SECRET) {
      return secret(lower(expression, scope), expression);
    }
    if (expression instanceof Reference reference && isWord(reference, expected, scope)) {
      return constant(
          expected == Type.BACKEND
              ? new BackendValue(reference.name())
              : expected == Type.WORD
                  ? new StringValue(reference.name())
                  : new WordValue(reference.name()));
    }
    if (expected == Type.TARGET || expected == Type.SERVICE || expected == Type.PLACE) {
      return targets.target(expression, Optional.empty(), scope);
    }
    if (expression instanceof Conditional conditional) {
      return conditional(conditional, expected, scope);
    }
    if (expected instanceof Type.ListOf(Type element)
        && expression instanceof ListLiteral(List<Expression> elements, _)) {
      return fold(
          new Formula.Elements(elements.stream().map(e -> lower(e, element, scope)).toList()),
          expression);
    }
    if (expected instanceof Type.MapOf(Type element) && expression instanceof MapLiteral map) {
      return map(map, element, scope);
    }
    Formula formula = lower(expression, scope);
    boolean wantsList = expected instanceof Type.ListOf;
    boolean isSingle =
        formula.known().filter(value -> !(value instanceof Value.ListValue)).isPresent();
    return wantsList && isSingle
        ? fold(new Formula.Elements(List.of(formula)), expression)
        : formula;
  }

  /** Returns a value, given from outside, as the service or services that it names. */
  Formula given(Value value, Expression expression, PlanScope scope) {
    return targets.given(value, expression, scope);
  }

  /** Where the condition is known, the other value may be one that cannot be computed. */
  private Formula conditional(Conditional conditional, Type expected, PlanScope scope) {
    Formula condition = lower(conditional.condition(), Type.BOOLEAN, scope);
    if (condition.known().orElse(null) instanceof Value.BooleanValue(boolean truth)) {
      return lower(truth ? conditional.then() : conditional.otherwise(), expected, scope);
    }
    return fold(
        new Formula.Conditional(
            condition,
            lower(conditional.then(), expected, scope),
            lower(conditional.otherwise(), expected, scope)),
        conditional);
  }

  /** What is declared to be secret is masked from here on, wherever it comes from. */
  private Formula secret(Formula formula, Expression expression) {
    boolean isSecret = formula.known().orElse(null) instanceof Value.SecretValue;
    return isSecret
        ? formula
        : fold(new Formula.Call("secret", List.of(formula), Map.of()), expression);
  }

  private static boolean isWord(Reference reference, Type expected, PlanScope scope) {
    return switch (expected) {
      case Type.EnumOf(List<String> words) -> words.contains(reference.name());
      case Type.Simple simple when simple == Type.WORD || simple == Type.BACKEND ->
          scope.find(reference.name()).isEmpty()
              || !(scope.find(reference.name()).get() instanceof Meaning.Known);
      case Type.Simple _, Type.ListOf _, Type.MapOf _, Type.RecordOf _, Type.OneOf _ -> false;
    };
  }

  private static Formula constant(Value value) {
    return new Formula.Constant(value);
  }

  private Formula lower(Expression expression, PlanScope scope) {
    if (!state.countFormula(expression.span())) {
      return Formula.text("");
    }
    return switch (expression) {
      case Reference reference -> reference(reference, scope);
      case IntegerLiteral(long value, _) -> constant(new IntegerValue(value));
      case PercentLiteral(var value, _) -> constant(new PercentValue(value));
      case DurationLiteral(var value, _) -> constant(new DurationValue(value));
      case BooleanLiteral(boolean value, _) -> constant(new BooleanValue(value));
      case StringLiteral string -> string(string, scope);
      case ListLiteral(List<Expression> elements, _) ->
          fold(
              new Formula.Elements(elements.stream().map(e -> lower(e, scope)).toList()),
              expression);
      case MapLiteral map -> map(map, Type.ANY, scope);
      case Comprehension comprehension -> comprehension(comprehension, scope);
      case Conditional conditional -> lower(conditional, Type.ANY, scope);
      case Call call -> call(call, scope);
      case Index index ->
          fold(
              new Formula.Element(object(index.object(), scope), lower(index.index(), scope)),
              expression);
      case Attribute attribute -> attribute(attribute, scope);
      case Unary unary ->
          fold(new Formula.Unary(unary.operator(), lower(unary.operand(), scope)), expression);
      case Binary binary -> binary(binary, scope);
      case StateTest test -> stateTest(test, scope);
    };
  }

  private Formula reference(Reference reference, PlanScope scope) {
    Optional<Meaning> meaning = scope.find(reference.name());
    if (meaning.isEmpty()) {
      state.report(notYetKnown(reference, scope));
      return Formula.text("");
    }
    return switch (meaning.get()) {
      case Meaning.Known(Formula formula) -> formula;
      case Meaning.Service _, Meaning.Group _ -> targets.target(reference, Optional.empty(), scope);
      case Meaning.Imported _, Meaning.BlockArgument _ -> {
        state.report(
            Diagnostic.error(
                Code.C006, reference.span(), "`" + reference.name() + "` is not a value"));
        yield constant(new StringValue(""));
      }
    };
  }

  /** A definition may use what its file binds; but not before that, and not from other files. */
  private static Diagnostic notYetKnown(Reference reference, PlanScope scope) {
    return Diagnostic.error(
            Code.C006,
            reference.span(),
            "`" + reference.name() + "` has no value when this is needed")
        .because(
            "a definition of "
                + scope.module().name()
                + " is used where the `let` or `param` of that name has not been reached")
        .hint("make it a parameter of the definition, or bind it inside of it");
  }

  private Formula attribute(Attribute attribute, PlanScope scope) {
    Formula object = object(attribute.object(), scope);
    String name = attribute.name().text();
    if (name.equals("name")
        && object.known().orElse(null) instanceof Value.ServiceValue(String key)
        && state.services().containsKey(key)) {
      return Formula.text(Objects.requireNonNull(state.services().get(key)).name());
    }
    return fold(new Formula.Attribute(object, name), attribute);
  }

  /** What has attributes or elements: an undeclared name is a service. */
  private Formula object(Expression expression, PlanScope scope) {
    boolean undeclared =
        expression instanceof Reference reference && scope.find(reference.name()).isEmpty();
    return undeclared
        ? targets.target(expression, Optional.empty(), scope)
        : lower(expression, scope);
  }

  private Formula string(StringLiteral string, PlanScope scope) {
    Optional<String> plain = string.plainText();
    if (plain.isPresent()) {
      return Formula.text(plain.get());
    }
    List<Formula> parts = new ArrayList<>();
    for (Part part : string.parts()) {
      parts.add(
          switch (part) {
            case Part.Text(String text) -> Formula.text(text);
            case Part.Interpolation(Expression inner) -> lower(inner, scope);
          });
    }
    return fold(new Formula.Join(parts), string);
  }

  private Formula map(MapLiteral map, Type element, PlanScope scope) {
    Map<String, Formula> entries = new LinkedHashMap<>();
    for (Entry entry : map.entries()) {
      entries.put(entry.key().text(), lower(entry.value(), element, scope));
    }
    return fold(new Formula.Entries(entries), map);
  }

  private Formula comprehension(Comprehension comprehension, PlanScope scope) {
    String variable = state.unique(comprehension.variable().text());
    PlanScope inner = scope.inner();
    inner.declare(
        comprehension.variable().text(), new Meaning.Known(new Formula.Variable(variable)));
    return fold(
        new Formula.Comprehension(
            variable,
            lower(comprehension.items(), scope),
            comprehension.condition().map(condition -> lower(condition, inner)),
            lower(comprehension.element(), inner)),
        comprehension);
  }

  /** Long sums nest on the left, as deep as they are long: no recursion on that side. */
  private Formula binary(Binary binary, PlanScope scope) {
    ArrayDeque<Binary> chain = new ArrayDeque<>();
    Expression leftmost = binary;
    while (leftmost instanceof Binary nested) {
      chain.push(nested);
      leftmost = nested.left();
    }
    Formula left = lower(leftmost, scope);
    for (Binary part : chain) {
      if (!Folder.decides(part.operator(), left)) { // else the right one may have no value
        left = fold(new Formula.Binary(part.operator(), left, operand(part, scope)), part);
      }
    }
    return left;
  }

  /** A name that stands for nothing is, behind a comparison, a word of an enum. */
  private Formula operand(Binary binary, PlanScope scope) {
    boolean compares =
        binary.operator() == BinaryOperator.EQUAL || binary.operator() == BinaryOperator.NOT_EQUAL;
    return compares && binary.right() instanceof Reference word && scope.find(word.name()).isEmpty()
        ? constant(new WordValue(word.name()))
        : lower(binary.right(), scope);
  }

  private Formula stateTest(StateTest test, PlanScope scope) {
    String word = test.word().text();
    boolean undeclared =
        test.subject() instanceof Reference reference && scope.find(reference.name()).isEmpty();
    Formula subject =
        undeclared && StateWords.ALL.contains(word)
            ? targets.target(test.subject(), Optional.empty(), scope)
            : lower(test.subject(), scope);
    return fold(new Formula.StateTest(subject, test.negated(), word), test);
  }

  private Formula call(Call call, PlanScope scope) {
    if (call.callee() instanceof Reference reference) {
      Optional<Definition> own = state.definition(scope.module(), reference.name());
      if (own.isPresent()) {
        return inline(call, own.get(), state.moduleScope(scope.module(), own.get()), scope);
      }
      return builtIn(call, reference.name(), scope);
    }
    if (call.callee() instanceof Attribute(Reference alias, var name, _)
        && scope.find(alias.name()).orElse(null) instanceof Meaning.Imported(LoadedModule module)) {
      Definition definition = module.definition(name.text()).orElseThrow();
      return inline(call, definition, state.moduleScope(module), scope);
    }
    throw new IllegalStateException("the checker lets only functions be called");
  }

  private Formula inline(Call call, Definition definition, PlanScope home, PlanScope scope) {
    PlanScope inner = home.inner();
    Set<Parameter> bound = new HashSet<>();
    for (FunctionArguments.Given given :
        FunctionArguments.check(call, definition, new Diagnostics())) {
      bound.add(given.parameter());
      bind(given.parameter(), given.value(), scope, inner);
    }
    for (Parameter parameter : definition.parameters()) {
      if (!bound.contains(parameter) && parameter.defaultValue().isPresent()) {
        bind(parameter, parameter.defaultValue().get(), inner, inner);
      }
    }
    Expression value = ((Body.Function) definition.body()).value();
    return lower(value, Definitions.resultType(definition), inner);
  }

  private void bind(Parameter parameter, Expression value, PlanScope from, PlanScope inner) {
    inner.declare(
        parameter.name().text(),
        new Meaning.Known(lower(value, Definitions.type(parameter), from)));
  }

  private Formula builtIn(Call call, String function, PlanScope scope) {
    List<Formula> arguments = new ArrayList<>();
    Map<String, Formula> named = new LinkedHashMap<>();
    List<Type> types = Functions.find(function).map(f -> f.parameters()).orElse(List.of());
    for (Argument argument : call.arguments()) {
      if (argument.name().isPresent()) {
        String name = argument.name().get().text();
        Type type = name.equals(Functions.PLACE_ARGUMENT) ? Type.PLACE : Type.ANY;
        named.put(name, lower(argument.value(), type, scope));
      } else {
        Type type = arguments.size() < types.size() ? types.get(arguments.size()) : Type.ANY;
        arguments.add(lower(argument.value(), type, scope));
      }
    }
    return fold(new Formula.Call(function, arguments, named), call);
  }

  /** Computes what is constant; what can never have a value is reported where it stands. */
  private Formula fold(Formula formula, Expression expression) {
    try {
      return Folder.fold(formula);
    } catch (EvaluationException wrong) {
      Code code = wrong.code() == Code.R012 ? Code.P004 : wrong.code();
      state.report(Diagnostic.error(code, expression.span(), wrong.message()));
      return formula;
    }
  }
}
