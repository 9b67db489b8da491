package dev.bounce.check;

import dev.bounce.backend.PropertySpec;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Suggest;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.ListLiteral;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.syntax.Name;
import dev.bounce.syntax.Property;
import dev.bounce.syntax.Statement.ServiceDeclaration;
import dev.bounce.value.Type;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Checks the properties of a service: those that every service may have, and its backends' own. */
final class ServiceChecker {
  private static final Set<String> COMMON =
      new LinkedHashSet<>(
          List.of(
              "via", "health", "after", "floor", "drain", "undrain", "before", "host", "hosts",
              "stop"));
  private static final Set<String> REPEATABLE = Set.of("health", "after");

  private final ModuleContext context;
  private final ExpressionChecker expressions;
  private final ProbeChecker probes;
  private final Diagnostics diagnostics;
  private final HookChecker hooks;

  ServiceChecker(ModuleContext context, ExpressionChecker expressions) {
    this.context = context;
    this.expressions = expressions;
    this.probes = new ProbeChecker(context, expressions);
    this.diagnostics = context.diagnostics();
    this.hooks = new HookChecker(diagnostics);
  }

  /**
   * Checks a declaration.
   *
   * @param blocks checks the statements of a property's block, in a scope that knows {@code it}
   */
  void check(ServiceDeclaration service, Scope scope, BiConsumer<Property, Scope> blocks) {
    Scope inner = scope.inner();
    inner.declare("it", new Symbol.Binding(Type.MEMBER, Optional.empty()));
    Set<String> backends = backends(service);
    Map<String, Property> seen = new HashMap<>();
    for (Property property : service.properties()) {
      once(property, seen);
      property(property, backends, inner);
      if (property.block().isPresent()) {
        blocks.accept(property, inner);
      }
    }
    if (backends.isEmpty() && !context.hasFallback()) {
      diagnostics.add(
          Diagnostic.error(
                  Code.C023,
                  service.name().span(),
                  "nothing says how `" + service.name() + "` is managed")
              .hint("add `via BACKEND`, or `default via BACKEND` to the runbook"));
    }
  }

  /** Of two values for one property only one could count. */
  private void once(Property property, Map<String, Property> seen) {
    String name = property.name().text();
    boolean ofBackend = name.equals("via") && !property.terms().isEmpty();
    String key = ofBackend ? "via " + property.terms().getFirst().span().text() : name;
    Property earlier = seen.putIfAbsent(key, property);
    if (earlier != null && !REPEATABLE.contains(name)) {
      diagnostics.add(
          Diagnostic.error(
                  Code.C009, property.name().span(), "the property `" + key + "` is given twice")
              .because("it is given at " + earlier.span().place() + " too"));
    }
  }

  /** The backends of a service, its own or those that the module names. */
  private Set<String> backends(ServiceDeclaration service) {
    Set<String> names = new LinkedHashSet<>();
    for (Property property : service.properties()) {
      if (property.name().text().equals("via")
          && !property.terms().isEmpty()
          && property.terms().getFirst() instanceof Reference backend) {
        names.add(backend.name());
      }
    }
    return names.isEmpty() && context.hasFallback() ? context.namedBackends() : names;
  }

  private void property(Property property, Set<String> backends, Scope scope) {
    List<Expression> terms = property.terms();
    switch (property.name().text()) {
      case "via" -> via(property, scope);
      case "health" -> probes.check(property, scope);
      case "after" -> terms.forEach(term -> services(term, scope));
      case "floor" -> single(property, Type.COUNT, scope);
      case "drain", "undrain", "before" -> hooks.check(property);
      case "host" -> diagnostics.add(Later.SERVICE_HOST.at(property.name().span()));
      case "hosts" -> diagnostics.add(Later.SERVICE_HOSTS.at(property.name().span()));
      case "stop" -> stop(property, scope);
      default -> backendProperty(property.name(), backends, terms, scope);
    }
  }

  private void single(Property property, Type type, Scope scope) {
    if (property.terms().size() != 1) {
      diagnostics.add(
          Diagnostic.error(
              Code.C002,
              property.span(),
              "`%s` takes one value, of type %s".formatted(property.name(), type.text())));
      return;
    }
    expressions.expect(property.terms().getFirst(), type, scope);
  }

  private void via(Property property, Scope scope) {
    List<Expression> terms = property.terms();
    if (terms.isEmpty() || !(terms.getFirst() instanceof Reference backend)) {
      diagnostics.add(
          Diagnostic.error(Code.C002, property.span(), "`via` lacks the name of a backend"));
      return;
    }
    expressions.backend(backend, scope);
    for (int i = 1; i < terms.size(); i += 2) {
      if (terms.get(i) instanceof Reference word && word.name().equals("on")) {
        place(property, i, scope);
      } else if (terms.get(i) instanceof Reference word && i + 1 < terms.size()) {
        backendProperty(
            new Name(word.name(), word.span()),
            Set.of(backend.name()),
            List.of(terms.get(i + 1)),
            scope);
      } else {
        diagnostics.add(
            Diagnostic.error(
                Code.C003,
                terms.get(i).span(),
                "`via` takes the backend's properties, a word and a value each"));
      }
    }
  }

  private void place(Property property, int index, Scope scope) {
    List<Expression> terms = property.terms();
    if (index + 1 >= terms.size()) {
      diagnostics.add(Diagnostic.error(Code.C002, terms.get(index).span(), "`on` lacks the place"));
      return;
    }
    new PlaceChecker(context, expressions).check(terms.get(index + 1), scope);
  }

  private void backendProperty(
      Name name, Set<String> backends, List<Expression> terms, Scope scope) {
    Optional<PropertySpec> spec = context.backends().property(backends, name.text());
    if (spec.isEmpty()) {
      terms.forEach(term -> looselyTyped(term, scope));
      unknownProperty(name, backends);
      return;
    }
    if (terms.size() != 1) {
      diagnostics.add(
          Diagnostic.error(
              Code.C002,
              name.span(),
              "`%s` takes one value, of type %s".formatted(name, spec.get().type().text())));
      return;
    }
    Expression term = terms.getFirst();
    if (spec.get().type() instanceof Type.ListOf && !(term instanceof ListLiteral)) {
      Type actual = expressions.typeOf(term, scope);
      if (!Types.fits(actual, Type.STRING) && !Types.fits(actual, spec.get().type())) {
        expressions.expect(term, spec.get().type(), scope);
      }
    } else {
      expressions.expect(term, spec.get().type(), scope);
    }
  }

  /** A property of a backend that this version does not know: words are taken as they stand. */
  private void looselyTyped(Expression term, Scope scope) {
    if (!(term instanceof Reference)) {
      expressions.typeOf(term, scope);
    }
  }

  private void unknownProperty(Name name, Set<String> backends) {
    if (!backends.isEmpty() && backends.stream().noneMatch(context.backends()::isKnown)) {
      return; // the backend has been reported
    }
    Set<String> known = new TreeSet<>(COMMON);
    known.addAll(context.backends().properties(backends));
    Diagnostic error = Diagnostic.error(Code.C011, name.span(), "unknown property `" + name + "`");
    if (!backends.isEmpty()) {
      error =
          error.because(
              String.join(" and ", backends)
                  + " "
                  + (backends.size() == 1 ? "knows " : "know ")
                  + String.join(", ", context.backends().properties(backends)));
    }
    diagnostics.add(error.suggest(Suggest.nearest(name.text(), known)));
  }

  private void stop(Property property, Scope scope) {
    List<Expression> terms = property.terms();
    boolean within =
        terms.size() == 2
            && terms.getFirst() instanceof Reference word
            && word.name().equals("within");
    if (within) {
      expressions.expect(terms.get(1), Type.DURATION, scope);
    } else {
      diagnostics.add(
          Diagnostic.error(Code.C002, property.span(), "`stop` is written `stop within 30s`"));
    }
  }

  private void services(Expression term, Scope scope) {
    if (term instanceof ListLiteral(List<Expression> elements, _)) {
      elements.forEach(element -> services(element, scope));
      return;
    }
    if (term instanceof Reference reference
        && !(scope.find(reference.name()).orElse(null) instanceof Symbol.Service)) {
      diagnostics.add(
          Diagnostic.error(
                  Code.C006, reference.span(), "unknown service `" + reference.name() + "`")
              .because("`after` names services that are declared")
              .suggest(Suggest.nearest(reference.name(), scope.names())));
    }
  }
}
