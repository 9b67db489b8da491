package dev.bounce.check;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Span;
import dev.bounce.diag.Suggest;
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
import dev.bounce.syntax.Name;
import dev.bounce.syntax.Statement.Body;
import dev.bounce.syntax.Statement.Definition;
import dev.bounce.value.StateWords;
import dev.bounce.value.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Finds the type of expressions, and everything that is wrong with them. */
final class ExpressionChecker {
  /** Stands in the scope of a test; no name can be written like this. */
  static final String TEST = "test { }";

  private final ModuleContext context;
  private final Diagnostics diagnostics;
  private final AttributeChecker attributes;

  ExpressionChecker(ModuleContext context) {
    this.context = context;
    this.diagnostics = context.diagnostics();
    this.attributes = new AttributeChecker(context);
  }

  /** Reports what does not fit; a word counts as what is expected: an enum's, a backend's. */
  void expect(Expression expression, Type expected, Scope scope) {
    if (expected instanceof Type.EnumOf(List<String> words)) {
      enumeration(expression, words, scope);
      return;
    }
    if (expected == Type.NAME) {
      name(expression);
      return;
    }
    if (expected == Type.WORD && isWord(expression, scope)) {
      return;
    }
    if (expected == Type.RAMP && expression instanceof ListLiteral(List<Expression> batches, _)) {
      batches.forEach(batch -> expect(batch, Type.COUNT, scope));
      return;
    }
    if (expected == Type.BACKEND && expression instanceof Reference reference) {
      backend(reference, scope);
      return;
    }
    if (expected instanceof Type.OneOf(List<Type> options) && expression instanceof ListLiteral) {
      Optional<Type> list = options.stream().filter(Type.ListOf.class::isInstance).findFirst();
      if (list.isPresent()) {
        expect(expression, list.get(), scope);
        return;
      }
    }
    if (expected instanceof Type.ListOf(Type element)
        && expression instanceof ListLiteral(List<Expression> elements, _)) {
      elements.forEach(item -> expect(item, element, scope));
      return;
    }
    if (expression
        instanceof Conditional(Expression condition, Expression then, Expression otherwise, _)) {
      expect(condition, Type.BOOLEAN, scope);
      expect(then, expected, scope);
      expect(otherwise, expected, scope);
      return;
    }
    Type actual = typeOf(expression, scope);
    if (!Types.fits(actual, expected)) {
      diagnostics.add(misfit(expression, actual, expected));
    }
  }

  private void name(Expression expression) {
    if (!(expression instanceof Reference)) {
      diagnostics.add(
          Diagnostic.error(
              Code.C007, expression.span(), "a name is expected here, without quotes"));
    }
  }

  /** A bare word stands for itself, unless it names a value. */
  private static boolean isWord(Expression expression, Scope scope) {
    return expression instanceof Reference reference && !isBinding(reference, scope);
  }

  private Diagnostic misfit(Expression expression, Type actual, Type expected) {
    Diagnostic error =
        Diagnostic.error(
            Code.C007,
            expression.span(),
            "%s is expected here, this is %s".formatted(expected.text(), actual.text()));
    if (expected == Type.DURATION && expression instanceof IntegerLiteral number) {
      return error.hint("a duration has a unit: `" + number.value() + "s`");
    }
    boolean isText = Types.fits(Type.STRING, expected) && !Types.isTarget(expected);
    if (isText && expression instanceof IntegerLiteral number) {
      return error.hint("text stands in quotes: `\"" + number.value() + "\"`");
    }
    if (expected instanceof Type.ListOf && Types.isText(actual)) {
      return error.hint("a list is written `[" + expression.span().text() + "]`");
    }
    if (expected == Type.BOOLEAN && Types.isTarget(actual)) {
      return error.hint("ask for a state: `" + expression.span().text() + " is running`");
    }
    return error;
  }

  private void enumeration(Expression expression, List<String> words, Scope scope) {
    switch (expression) {
      case Reference reference when words.contains(reference.name()) -> {}
      case Reference reference when !isBinding(reference, scope) ->
          diagnostics.add(
              Diagnostic.error(
                      Code.C027,
                      reference.span(),
                      "`" + reference.name() + "` is not one of " + String.join(", ", words))
                  .suggest(Suggest.nearest(reference.name(), words)));
      case Conditional(Expression condition, Expression then, Expression otherwise, _) -> {
        expect(condition, Type.BOOLEAN, scope);
        enumeration(then, words, scope);
        enumeration(otherwise, words, scope);
      }
      case Reference _,
          IntegerLiteral _,
          PercentLiteral _,
          DurationLiteral _,
          BooleanLiteral _,
          StringLiteral _,
          ListLiteral _,
          MapLiteral _,
          Comprehension _,
          Call _,
          Index _,
          Attribute _,
          Unary _,
          Binary _,
          StateTest _ -> {
        Type actual = typeOf(expression, scope);
        if (!Types.fits(actual, new Type.EnumOf(words))) {
          diagnostics.add(misfit(expression, actual, new Type.EnumOf(words)));
        }
      }
    }
  }

  private static boolean isBinding(Reference reference, Scope scope) {
    return scope.find(reference.name()).filter(Symbol.Binding.class::isInstance).isPresent();
  }

  /** Reports a backend that is unknown, or that this version cannot drive. */
  void backend(Reference reference, Scope scope) {
    if (scope.find(reference.name()).orElse(null) instanceof Symbol.Binding(Type type, _)) {
      if (!Types.fits(type, Type.BACKEND)) {
        diagnostics.add(misfit(reference, type, Type.BACKEND));
      }
      return;
    }
    if (!context.backends().isKnown(reference.name())) {
      diagnostics.add(
          Diagnostic.error(
                  Code.C010, reference.span(), "unknown backend `" + reference.name() + "`")
              .hint("the backends are " + String.join(", ", context.backends().names()))
              .suggest(Suggest.nearest(reference.name(), context.backends().names())));
    }
  }

  /**
   * Returns the type of an expression, {@link Type#ANY} where it is wrong or only the run knows.
   */
  Type typeOf(Expression expression, Scope scope) {
    return switch (expression) {
      case Reference reference -> reference(reference, scope);
      case IntegerLiteral _ -> Type.INTEGER;
      case PercentLiteral _ -> Type.PERCENT;
      case DurationLiteral _ -> Type.DURATION;
      case BooleanLiteral _ -> Type.BOOLEAN;
      case StringLiteral string -> string(string, scope);
      case ListLiteral list -> new Type.ListOf(elementType(list.elements(), scope));
      case MapLiteral map -> map(map, scope);
      case Comprehension comprehension -> comprehension(comprehension, scope);
      case Conditional conditional -> conditional(conditional, scope);
      case Call call -> call(call, scope);
      case Index index -> index(index, scope);
      case Attribute attribute -> attribute(attribute, scope);
      case Unary unary -> unary(unary, scope);
      case Binary binary -> binary(binary, scope);
      case StateTest test -> stateTest(test, scope);
    };
  }

  private Type reference(Reference reference, Scope scope) {
    Optional<Symbol> symbol = scope.find(reference.name());
    if (symbol.isPresent()) {
      return typeOf(symbol.get());
    }
    if (!diagnostics.isFull()) {
      diagnostics.add(unknown(reference, scope));
    }
    return Type.ANY;
  }

  private static Type typeOf(Symbol symbol) {
    return switch (symbol) {
      case Symbol.Binding(Type type, _) -> type == Type.FLAG ? Type.BOOLEAN : type;
      case Symbol.Service _ -> Type.SERVICE;
      case Symbol.Group _ -> new Type.ListOf(Type.ANY);
      case Symbol.Host _ -> Type.HOST;
      case Symbol.Imported _ -> Type.ANY;
    };
  }

  private Diagnostic unknown(Reference reference, Scope scope) {
    Diagnostic error =
        Diagnostic.error(Code.C006, reference.span(), "unknown name `" + reference.name() + "`");
    Optional<String> near = Suggest.nearest(reference.name(), scope.names());
    if (near.isPresent()) {
      return error.suggest(near);
    }
    return error.hint(
        Functions.names().contains(reference.name())
            ? "a function is called with parentheses: `" + reference.name() + "(…)`"
            : "text stands in quotes: `\"" + reference.name() + "\"`");
  }

  private Type string(StringLiteral string, Scope scope) {
    boolean secret = false;
    for (Part part : string.parts()) {
      if (part instanceof Part.Interpolation(Expression inner)) {
        secret |= typeOf(inner, scope) == Type.SECRET;
      }
    }
    return secret ? Type.SECRET : Type.STRING;
  }

  private Type elementType(List<Expression> elements, Scope scope) {
    Type common = Type.ANY;
    for (int i = 0; i < elements.size(); i++) {
      Type type = typeOf(elements.get(i), scope);
      common = i == 0 ? type : Types.common(common, type);
    }
    return common;
  }

  private Type map(MapLiteral map, Scope scope) {
    Set<String> keys = new HashSet<>();
    for (Entry entry : map.entries()) {
      typeOf(entry.value(), scope);
      if (!keys.add(entry.key().text())) {
        diagnostics.add(
            Diagnostic.error(
                Code.C009, entry.key().span(), "the key `" + entry.key() + "` is given twice"));
      }
    }
    return new Type.MapOf(Type.ANY);
  }

  private Type comprehension(Comprehension comprehension, Scope scope) {
    Scope inner = scope.inner();
    inner.declare(
        comprehension.variable().text(),
        new Symbol.Binding(
            itemType(comprehension.items(), scope), Optional.of(comprehension.variable().span())));
    comprehension.condition().ifPresent(condition -> expect(condition, Type.BOOLEAN, inner));
    return new Type.ListOf(typeOf(comprehension.element(), inner));
  }

  /** Returns the type of what a loop over these items sees: elements of a list, keys of a map. */
  Type itemType(Expression items, Scope scope) {
    Type type = typeOf(items, scope);
    return switch (type) {
      case Type.ListOf(Type element) -> element;
      case Type.MapOf _, Type.RecordOf _ -> Type.STRING;
      case Type.EnumOf _, Type.Simple _, Type.OneOf _ -> {
        if (type != Type.ANY) {
          diagnostics.add(
              Diagnostic.error(
                  Code.C007, items.span(), "a list is expected here, this is " + type.text()));
        }
        yield Type.ANY;
      }
    };
  }

  private Type conditional(Conditional conditional, Scope scope) {
    expect(conditional.condition(), Type.BOOLEAN, scope);
    Type then = typeOf(conditional.then(), scope);
    return Types.common(then, typeOf(conditional.otherwise(), scope));
  }

  private Type index(Index index, Scope scope) {
    Type object = subject(index.object(), scope);
    Type key = typeOf(index.index(), scope);
    return switch (object) {
      case Type.ListOf(Type element) -> requireKey(index, key, Type.INTEGER, element);
      case Type.MapOf(Type element) -> requireKey(index, key, Type.STRING, element);
      case Type.RecordOf _ -> requireKey(index, key, Type.STRING, Type.ANY);
      case Type.Simple simple when simple == Type.SERVICE || simple == Type.TARGET ->
          requireKey(index, key, Type.INTEGER, Type.MEMBER);
      case Type.Simple simple when simple == Type.ANY -> Type.ANY;
      case Type.Simple _, Type.EnumOf _, Type.OneOf _ -> {
        diagnostics.add(
            Diagnostic.error(Code.C007, index.object().span(), object.text() + " has no elements"));
        yield Type.ANY;
      }
    };
  }

  private Type requireKey(Index index, Type key, Type expected, Type result) {
    if (!Types.fits(key, expected)) {
      diagnostics.add(misfit(index.index(), key, expected));
    }
    return result;
  }

  private Type attribute(Attribute attribute, Scope scope) {
    if (attribute.object() instanceof Reference reference
        && scope.find(reference.name()).orElse(null) instanceof Symbol.Imported imported) {
      diagnostics.add(
          Diagnostic.error(
                  Code.C019,
                  attribute.span(),
                  "`%s.%s` is not a value".formatted(reference.name(), attribute.name()))
              .hint(
                  "module `%s` defines %s"
                      .formatted(imported.module().name(), Definitions.names(imported.module()))));
      return Type.ANY;
    }
    Type object = typeOf(attribute.object(), scope);
    return attributes.typeOf(attribute, object, scope);
  }

  private Type unary(Unary unary, Scope scope) {
    return switch (unary.operator()) {
      case NOT -> {
        expect(unary.operand(), Type.BOOLEAN, scope);
        yield Type.BOOLEAN;
      }
      case NEGATE -> {
        Type type = typeOf(unary.operand(), scope);
        if (!Types.isCount(type) && type != Type.DURATION && type != Type.ANY) {
          diagnostics.add(misfit(unary.operand(), type, Type.INTEGER));
        }
        yield type;
      }
    };
  }

  /** Long sums nest on the left, as deep as they are long: no recursion on that side. */
  private Type binary(Binary binary, Scope scope) {
    java.util.ArrayDeque<Binary> chain = new java.util.ArrayDeque<>();
    Expression leftmost = binary;
    while (leftmost instanceof Binary nested) {
      chain.push(nested);
      leftmost = nested.left();
    }
    Type left = isLogical(chain.peek()) ? condition(leftmost, scope) : typeOf(leftmost, scope);
    for (Binary part : chain) {
      left = combine(part, left, scope);
    }
    return left;
  }

  private static boolean isLogical(Binary binary) {
    return binary.operator() == BinaryOperator.AND || binary.operator() == BinaryOperator.OR;
  }

  private Type condition(Expression expression, Scope scope) {
    expect(expression, Type.BOOLEAN, scope);
    return Type.BOOLEAN;
  }

  private Type combine(Binary binary, Type left, Scope scope) {
    if (isLogical(binary)) {
      if (!Types.fits(left, Type.BOOLEAN)) {
        diagnostics.add(misfit(binary.left(), left, Type.BOOLEAN));
      }
      expect(binary.right(), Type.BOOLEAN, scope);
      return Type.BOOLEAN;
    }
    Type right =
        left instanceof Type.EnumOf(List<String> words) && isComparison(binary.operator())
            ? comparedWord(binary.right(), words, scope)
            : typeOf(binary.right(), scope);
    Optional<Type> result = OperatorTypes.result(binary.operator(), left, right);
    if (result.isEmpty()) {
      diagnostics.add(noOperator(binary, left, right));
      return Type.ANY;
    }
    if (binary.operator() == BinaryOperator.MATCHES) {
      regularExpression(binary.right());
    }
    return result.get();
  }

  private static boolean isComparison(BinaryOperator operator) {
    return operator == BinaryOperator.EQUAL || operator == BinaryOperator.NOT_EQUAL;
  }

  private Type comparedWord(Expression expression, List<String> words, Scope scope) {
    if (expression instanceof Reference reference && words.contains(reference.name())) {
      return new Type.EnumOf(words);
    }
    return typeOf(expression, scope);
  }

  private static Diagnostic noOperator(Binary binary, Type left, Type right) {
    Diagnostic error =
        Diagnostic.error(
            Code.C007,
            binary.span(),
            "`%s` does not take %s and %s"
                .formatted(binary.operator().symbol(), left.text(), right.text()));
    boolean text = Types.isText(left) || Types.isText(right);
    return text && binary.operator() == BinaryOperator.ADD
        ? error.hint("put values into text with \"…${value}…\"")
        : error;
  }

  private void regularExpression(Expression expression) {
    Optional<String> text = expression.plainText();
    if (text.isEmpty()) {
      return;
    }
    try {
      Pattern.compile(text.get());
    } catch (StackOverflowError tooDeep) {
      diagnostics.add(
          Diagnostic.error(
              Code.C034, expression.span(), "the regular expression is nested too deep"));
    } catch (PatternSyntaxException wrong) {
      diagnostics.add(
          Diagnostic.error(Code.C034, expression.span(), "the regular expression does not compile")
              .because(wrong.getDescription() + " at character " + (wrong.getIndex() + 1)));
    }
  }

  private Type stateTest(StateTest test, Scope scope) {
    String word = test.word().text();
    Type subject = subject(test.subject(), scope);
    if (word.equals("missing")
        || subject == Type.ANY
        || (Types.isText(subject) && !isEnum(subject))) {
      return Type.BOOLEAN;
    }
    if (subject instanceof Type.EnumOf(List<String> words)) {
      if (!words.contains(word)) {
        diagnostics.add(
            Diagnostic.error(
                    Code.C027,
                    test.word().span(),
                    "`" + word + "` is not one of " + String.join(", ", words))
                .suggest(Suggest.nearest(word, words)));
      }
    } else if (Types.isTarget(subject)) {
      if (word.equals(StateWords.STALE)) {
        diagnostics.add(Later.STALE.at(test.word().span()));
      } else if (!StateWords.ALL.contains(word)) {
        diagnostics.add(
            Diagnostic.error(Code.C032, test.word().span(), "unknown state `" + word + "`")
                .hint("the states are " + String.join(", ", StateWords.ALL))
                .suggest(Suggest.nearest(word, StateWords.ALL)));
      }
    } else if (subject != Type.BACKEND && subject != Type.BOOLEAN) {
      diagnostics.add(
          Diagnostic.error(Code.C007, test.subject().span(), subject.text() + " has no states")
              .hint("compare values with `==`"));
    }
    return Type.BOOLEAN;
  }

  private static boolean isEnum(Type type) {
    return type instanceof Type.EnumOf;
  }

  /** An undeclared name in front of `is` is a service, where the module lets one be undeclared. */
  private Type subject(Expression expression, Scope scope) {
    if (expression instanceof Reference reference
        && scope.find(reference.name()).isEmpty()
        && context.hasFallback()) {
      misspelt(reference.name(), reference.span(), scope).ifPresent(diagnostics::add);
      return Type.SERVICE;
    }
    return typeOf(expression, scope);
  }

  /** Returns the error about an undeclared name that is nearly that of a declared service. */
  Optional<Diagnostic> misspelt(String name, Span span, Scope scope) {
    if (diagnostics.isFull()) {
      return Optional.empty();
    }
    List<String> declared =
        scope.names().stream()
            .filter(known -> scope.find(known).orElse(null) instanceof Symbol.Service)
            .toList();
    return Suggest.nearest(name, declared)
        .map(near ->
            Diagnostic.error(Code.C006, span, "unknown service `" + name + "`")
                .suggest(Optional.of(near)));
  }

  private Type call(Call call, Scope scope) {
    if (call.callee() instanceof Reference reference) {
      Optional<Definition> own = context.definition(reference.name());
      if (own.isPresent()) {
        return userFunction(call, own.get(), scope);
      }
      return builtIn(call, reference, scope);
    }
    if (call.callee() instanceof Attribute(Reference alias, var name, _)
        && scope.find(alias.name()).orElse(null) instanceof Symbol.Imported(var module, _)) {
      Optional<Definition> definition = module.definition(name.text());
      if (definition.isPresent()) {
        return userFunction(call, definition.get(), scope);
      }
      diagnostics.add(Definitions.unknown(module, name));
      arguments(call, scope);
      return Type.ANY;
    }
    if (!(call.callee() instanceof Attribute(Reference alias, _, _)
        && scope.find(alias.name()).isEmpty())) {
      diagnostics.add(Diagnostic.error(Code.C015, call.callee().span(), "this is not a function"));
    } else if (!context.module().uses(alias.name())) {
      diagnostics.add(
          Diagnostic.error(
                  Code.C017, alias.span(), "no module `" + alias.name() + "` is in use here")
              .hint("add `use " + alias.name() + "` at the top of the file"));
    }
    arguments(call, scope);
    return Type.ANY;
  }

  private void arguments(Call call, Scope scope) {
    call.arguments().forEach(argument -> typeOf(argument.value(), scope));
  }

  private Type builtIn(Call call, Reference callee, Scope scope) {
    Optional<Functions.Signature> found = Functions.find(callee.name());
    if (found.isEmpty()) {
      diagnostics.add(
          Diagnostic.error(Code.C015, callee.span(), "unknown function `" + callee.name() + "`")
              .suggest(Suggest.nearest(callee.name(), functionNames())));
      arguments(call, scope);
      return Type.ANY;
    }
    Functions.Signature signature = found.get();
    if (signature.kind() == Functions.Kind.LATER) {
      diagnostics.add(Later.function(callee.name(), callee.span()));
    }
    if (signature.kind() == Functions.Kind.TESTING && scope.find(TEST).isEmpty()) {
      diagnostics.add(
          Diagnostic.error(
                  Code.C015, callee.span(), "`" + callee.name() + "(…)` answers in a test only")
              .because("it looks at what a simulated run has done"));
    }
    int position = 0;
    Set<String> named = new HashSet<>();
    for (Argument argument : call.arguments()) {
      if (argument.name().isPresent()) {
        namedArgument(signature, argument, scope);
        if (!named.add(argument.name().get().text())) {
          diagnostics.add(twice(argument.name().get()));
        }
      } else if (position < signature.parameters().size()) {
        builtInArgument(signature, position++, argument.value(), scope);
      } else {
        position++;
      }
    }
    if (position != signature.parameters().size()) {
      diagnostics.add(
          Diagnostic.error(
              Code.C016,
              call.span(),
              "`%s` takes %d argument%s, not %d"
                  .formatted(
                      signature.name(),
                      signature.parameters().size(),
                      signature.parameters().size() == 1 ? "" : "s",
                      position)));
    }
    return signature.result();
  }

  private static Diagnostic twice(Name name) {
    return Diagnostic.error(Code.C016, name.span(), "the argument `" + name + "` is given twice");
  }

  private void builtInArgument(
      Functions.Signature signature, int position, Expression value, Scope scope) {
    Type expected = signature.parameters().get(position);
    if (expected == Type.SERVICE || expected == Type.TARGET) {
      Type actual = subject(value, scope);
      if (!Types.fits(actual, Type.TARGET)) {
        diagnostics.add(misfit(value, actual, expected));
      }
      return;
    }
    expect(value, expected, scope);
    if (position == 1 && Functions.PATTERN_SECOND.contains(signature.name())) {
      regularExpression(value);
    }
  }

  private void namedArgument(Functions.Signature signature, Argument argument, Scope scope) {
    var name = argument.name().orElseThrow();
    if (!signature.named().contains(name.text())) {
      diagnostics.add(
          Diagnostic.error(
                  Code.C016,
                  name.span(),
                  "`%s` has no argument `%s`".formatted(signature.name(), name))
              .suggest(Suggest.nearest(name.text(), signature.named())));
    } else if (name.text().equals(Functions.PLACE_ARGUMENT)) {
      new PlaceChecker(context, this).check(argument.value(), scope);
      return;
    } else if (name.text().equals("timeout")) {
      expect(argument.value(), Type.DURATION, scope);
      return;
    } else if (name.text().equals("headers")) {
      expect(argument.value(), new Type.MapOf(Type.STRING), scope);
      return;
    } else if (name.text().equals("in")) {
      expect(argument.value(), Type.PATH, scope);
      return;
    }
    typeOf(argument.value(), scope);
  }

  private Set<String> functionNames() {
    Set<String> names = new HashSet<>(Functions.names());
    context.module().definitions().forEach(definition -> names.add(definition.name().text()));
    return names;
  }

  private Type userFunction(Call call, Definition definition, Scope scope) {
    if (definition.body() instanceof Body.Procedure) {
      diagnostics.add(
          Diagnostic.error(
                  Code.C015,
                  call.callee().span(),
                  "`" + definition.name() + "` is a procedure, not a function")
              .hint("a procedure stands at the start of a line: `" + definition.name() + " …`"));
      arguments(call, scope);
      return Type.ANY;
    }
    FunctionArguments.check(call, definition, diagnostics)
        .forEach(given -> expect(given.value(), Definitions.type(given.parameter()), scope));
    return Definitions.resultType(definition);
  }
}
