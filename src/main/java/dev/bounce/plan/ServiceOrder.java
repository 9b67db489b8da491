package dev.bounce.plan;

import dev.bounce.diag.Span;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.ListLiteral;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.syntax.Property;
import dev.bounce.syntax.Statement.ServiceDeclaration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which services come after which, as their declarations say in {@code after}. */
final class ServiceOrder {
  private ServiceOrder() {}

  /** Returns the services that can be seen, each after those that it names in {@code after}. */
  static List<Meaning.Service> all(PlanScope scope) {
    Map<String, Meaning.Service> byName = new LinkedHashMap<>();
    scope.services().forEach(one -> byName.put(one.declaration().name().text(), one));
    Set<String> ordered = new LinkedHashSet<>();
    byName.keySet().forEach(name -> order(name, byName, ordered));
    List<Meaning.Service> services = new ArrayList<>();
    ordered.forEach(name -> services.add(byName.get(name)));
    return services;
  }

  /** Puts a service behind those that come before it; without recursion, as chains may be long. */
  private static void order(
      String first, Map<String, Meaning.Service> byName, Set<String> ordered) {
    Deque<String> open = new ArrayDeque<>(List.of(first));
    Set<String> expanded = new HashSet<>();
    while (!open.isEmpty()) {
      String name = open.element();
      Meaning.Service service = byName.get(name);
      if (service != null && !ordered.contains(name) && expanded.add(name)) {
        after(service.declaration()).reversed().forEach(open::push);
        continue;
      }
      if (service != null) {
        ordered.add(name);
      }
      open.pop();
    }
  }

  /** Returns the names in the {@code after} of a service. */
  static List<String> after(ServiceDeclaration declaration) {
    List<String> names = new ArrayList<>();
    for (Property property : declaration.properties()) {
      if (property.name().text().equals("after")) {
        property.terms().forEach(term -> references(term, names));
      }
    }
    return names;
  }

  private static void references(Expression expression, List<String> names) {
    if (expression instanceof Reference reference) {
      names.add(reference.name());
    } else if (expression instanceof ListLiteral(List<Expression> elements, _)) {
      elements.forEach(element -> references(element, names));
    }
  }

  /**
   * Returns where the services are declared that one comes after, directly or through others, also
   * through such as no statement names.
   */
  static Set<Span> before(Meaning.Service service) {
    Set<Span> found = new LinkedHashSet<>();
    Deque<Meaning.Service> open = new ArrayDeque<>(List.of(service));
    while (!open.isEmpty()) {
      Meaning.Service next = open.pop();
      for (String name : after(next.declaration())) {
        if (next.scope().find(name).orElse(null) instanceof Meaning.Service earlier
            && found.add(place(earlier))) {
          open.push(earlier);
        }
      }
    }
    return found;
  }

  /** Returns where a service is declared: no two are at the same place. */
  static Span place(Meaning.Service service) {
    return service.declaration().name().span();
  }
}
