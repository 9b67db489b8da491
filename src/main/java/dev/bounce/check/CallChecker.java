package dev.bounce.check;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Suggest;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.Argument;
import dev.bounce.syntax.Expression.Attribute;
import dev.bounce.syntax.Expression.Call;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.syntax.Name;
import dev.bounce.syntax.Statement.Body;
import dev.bounce.syntax.Statement.Definition;
import dev.bounce.value.Type;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Checks calls of functions: those of the language, of the module, and of modules in use. */
final class CallChecker {
  private final ModuleContext context;
  private final Diagnostics diagnostics;
  private final ExpressionChecker expressions;
  private final OperatorChecker operators;

  CallChecker(ModuleContext context, ExpressionChecker expressions, OperatorChecker operators) {
    this.context = context;
    this.diagnostics = context.diagnostics();
    this.expressions = expressions;
    this.operators = operators;
  }

  /** Returns the type of what a function gives, having checked its arguments. */
  Type typeOf(Call call, Scope scope) {
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
    call.arguments().forEach(argument -> expressions.typeOf(argument.value(), scope));
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
    if (signature.kind() == Functions.Kind.TESTING
        && scope.find(ExpressionChecker.TEST).isEmpty()) {
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
      Type actual = expressions.subject(value, scope);
      if (!Types.fits(actual, Type.TARGET)) {
        diagnostics.add(Misfit.of(value, actual, expected));
      }
      return;
    }
    expressions.expect(value, expected, scope);
    if (position == 1 && Functions.PATTERN_SECOND.contains(signature.name())) {
      operators.regularExpression(value);
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
      new PlaceChecker(context, expressions).check(argument.value(), scope);
      return;
    } else if (name.text().equals("timeout")) {
      expressions.expect(argument.value(), Type.DURATION, scope);
      return;
    } else if (name.text().equals("headers")) {
      expressions.expect(argument.value(), new Type.MapOf(Type.STRING), scope);
      return;
    } else if (name.text().equals("in")) {
      expressions.expect(argument.value(), Type.PATH, scope);
      return;
    }
    expressions.typeOf(argument.value(), scope);
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
        .forEach(
            given -> expressions.expect(given.value(), Definitions.type(given.parameter()), scope));
    return Definitions.resultType(definition);
  }
}
