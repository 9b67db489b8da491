package dev.bounce.check;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Span;
import dev.bounce.library.LoadedModule;
import dev.bounce.syntax.Block;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.Call;
import dev.bounce.syntax.Expression.ListLiteral;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.syntax.Property;
import dev.bounce.syntax.Statement;
import dev.bounce.syntax.Statement.Body;
import dev.bounce.syntax.Statement.Definition;
import dev.bounce.syntax.Statement.ServiceDeclaration;
import dev.bounce.syntax.SyntaxWalk;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Finds services that wait for each other in a circle, and definitions that call themselves. */
final class Circles {
  private final Diagnostics diagnostics;
  private final Set<String> builtIn;

  /** Returns what looks; a bare built-in verb is always the built-in one. */
  Circles(Diagnostics diagnostics, Set<String> builtIn) {
    this.diagnostics = diagnostics;
    this.builtIn = builtIn;
  }

  /** Reports services of one scope that wait for each other in a circle. */
  void services(List<Statement> statements) {
    Map<String, Set<String>> after = new LinkedHashMap<>();
    Map<String, Span> spans = new HashMap<>();
    for (Statement statement : statements) {
      if (statement instanceof ServiceDeclaration service) {
        spans.putIfAbsent(service.name().text(), service.name().span());
        after.put(service.name().text(), after(service));
      }
    }
    for (List<String> circle : find(after)) {
      diagnostics.add(
          Diagnostic.error(
                  Code.C012,
                  Objects.requireNonNull(spans.get(circle.getFirst())),
                  circle.size() == 1
                      ? "`" + circle.getFirst() + "` waits for itself"
                      : "services wait for each other in a circle: " + arrows(circle))
              .because("none of them could be restarted first")
              .hint("take one of the `after` away"));
    }
  }

  private static Set<String> after(ServiceDeclaration service) {
    Set<String> names = new LinkedHashSet<>();
    for (Property property : service.properties()) {
      if (property.name().text().equals("after")) {
        property.terms().forEach(term -> references(term, names));
      }
    }
    return names;
  }

  private static void references(Expression expression, Set<String> names) {
    if (expression instanceof Reference reference) {
      names.add(reference.name());
    } else if (expression instanceof ListLiteral(List<Expression> elements, _)) {
      elements.forEach(element -> references(element, names));
    }
  }

  /** Reports definitions of a module that call themselves, directly or through others. */
  void definitions(LoadedModule module) {
    Map<String, Set<String>> calls = new LinkedHashMap<>();
    Map<String, Span> spans = new HashMap<>();
    for (Definition definition : module.definitions()) {
      spans.put(definition.name().text(), definition.name().span());
      calls.put(definition.name().text(), new CallFinder(module.name(), builtIn).calls(definition));
    }
    for (List<String> circle : find(calls)) {
      diagnostics.add(
          Diagnostic.error(
                  Code.C020,
                  Objects.requireNonNull(spans.get(circle.getFirst())),
                  circle.size() == 1
                      ? "`" + circle.getFirst() + "` calls itself"
                      : "definitions call each other in a circle: " + arrows(circle))
              .because("every runbook has to end, so a definition cannot come back to itself")
              .hint("use `for` over a list, or `retry`"));
    }
  }

  private static String arrows(List<String> circle) {
    return String.join(" → ", circle) + " → " + circle.getFirst();
  }

  /** Returns each circle of a graph once, starting at the node that comes first. */
  private static List<List<String>> find(Map<String, Set<String>> graph) {
    List<List<String>> circles = new ArrayList<>();
    Set<String> done = new HashSet<>();
    for (String start : graph.keySet()) {
      if (!done.contains(start)) {
        follow(start, graph, done, circles);
      }
    }
    return circles;
  }

  /** Follows all ways from a node, without recursion: a chain may be as long as the file. */
  private static void follow(
      String start, Map<String, Set<String>> graph, Set<String> done, List<List<String>> circles) {
    Map<String, Iterator<String>> path = new LinkedHashMap<>();
    Deque<String> open = new ArrayDeque<>();
    String node = start;
    while (true) {
      if (path.containsKey(node) && circles.size() < Diagnostics.LIMIT) {
        List<String> names = new ArrayList<>(path.keySet());
        circles.add(List.copyOf(names.subList(names.indexOf(node), names.size())));
      } else if (!path.containsKey(node) && graph.containsKey(node) && !done.contains(node)) {
        path.put(node, graph.getOrDefault(node, Set.of()).iterator());
        open.push(node);
      }
      while (!open.isEmpty() && !next(path, open.element()).hasNext()) {
        done.add(open.element());
        path.remove(open.pop());
      }
      if (open.isEmpty()) {
        return;
      }
      node = next(path, open.element()).next();
    }
  }

  private static Iterator<String> next(Map<String, Iterator<String>> path, String node) {
    return path.getOrDefault(node, Collections.emptyIterator());
  }

  /** Finds the definitions of the same module that a definition calls. */
  private static final class CallFinder {
    private final String moduleName;
    private final Set<String> builtIn;
    private final Set<String> found = new LinkedHashSet<>();

    CallFinder(String moduleName, Set<String> builtIn) {
      this.moduleName = moduleName;
      this.builtIn = builtIn;
    }

    Set<String> calls(Definition definition) {
      definition
          .parameters()
          .forEach(parameter -> parameter.defaultValue().ifPresent(this::expression));
      switch (definition.body()) {
        case Body.Procedure(Block block) -> block(block);
        case Body.Function(Expression value) -> expression(value);
      }
      return found;
    }

    private void block(Block block) {
      SyntaxWalk.statements(block.statements(), this::statement, this::call);
    }

    private void expression(Expression expression) {
      SyntaxWalk.expression(expression, this::call);
    }

    private void statement(Statement statement) {
      if (statement instanceof Statement.Command command) {
        if (command.verb().size() == 1) {
          if (!builtIn.contains(command.verbText())) {
            found.add(command.verbText());
          }
        } else if (command.verb().getFirst().text().equals(moduleName)) {
          found.add(command.verb().get(1).text());
        }
      }
    }

    private void call(Expression expression) {
      if (expression instanceof Call call && call.callee() instanceof Reference callee) {
        found.add(callee.name());
      }
    }
  }
}
