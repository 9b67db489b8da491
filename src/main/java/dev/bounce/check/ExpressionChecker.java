package dev.bounce.check;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Span;
import dev.bounce.diag.Suggest;
import dev.bounce.syntax.Expression;
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
import dev.bounce.value.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the type of expressions, and everything that is wrong with them. */
final class ExpressionChecker {
  /** Stands in the scope of a test; no name can be written like this. */
  static final String TEST = "test { }";

  private final ModuleContext context;
  private final Diagnostics diagnostics;
  private final AttributeChecker attributes;
  private final OperatorChecker operators;
  private final CallChecker calls;

  ExpressionChecker(ModuleContext context) {
    this.context = context;
    this.diagnostics = context.diagnostics();
    this.attributes = new AttributeChecker(context);
    this.operators = new OperatorChecker(context, this);
    this.calls = new CallChecker(context, this, operators);
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
      diagnostics.add(Misfit.of(expression, actual, expected));
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
          diagnostics.add(Misfit.of(expression, actual, new Type.EnumOf(words)));
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
        diagnostics.add(Misfit.of(reference, type, Type.BACKEND));
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
      case Call call -> calls.typeOf(call, scope);
      case Index index -> index(index, scope);
      case Attribute attribute -> attribute(attribute, scope);
      case Unary unary -> operators.unary(unary, scope);
      case Binary binary -> operators.binary(binary, scope);
      case StateTest test -> operators.stateTest(test, scope);
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
      diagnostics.add(Misfit.of(index.index(), key, expected));
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

  /** An undeclared name in front of `is` is a service, where the module lets one be undeclared. */
  Type subject(Expression expression, Scope scope) {
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
}
