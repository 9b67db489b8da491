package dev.bounce.syntax;

import dev.bounce.diag.Source;
import dev.bounce.diag.Span;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Prints any tree of records as nested parentheses, without places: two texts print alike exactly
 * if they mean the same to the parser.
 */
final class SyntaxPrinter {
  private static final int WIDTH = 96;
  private static final String INDENTATION = "  ";

  /** What is printed: a word, or a head with parts. */
  private sealed interface Node {
    record Word(String text) implements Node {}

    record Form(String head, List<Node> parts) implements Node {}
  }

  private SyntaxPrinter() {}

  /** Returns a module, one statement after the other. */
  static String print(Module module) {
    StringBuilder out = new StringBuilder();
    for (Statement statement : module.statements()) {
      write(node(statement), "", out);
      out.append('\n');
    }
    return out.toString();
  }

  /** Returns one record. */
  static String print(Record tree) {
    StringBuilder out = new StringBuilder();
    write(node(tree), "", out);
    return out.toString();
  }

  private static Node node(Object value) {
    return switch (value) {
      case Name name -> new Node.Word(name.text());
      case String text -> new Node.Word(quote(text));
      case BigDecimal number -> new Node.Word(number.toPlainString());
      case Long _, Boolean _, Duration _, Enum<?> _ -> new Node.Word(value.toString());
      case List<?> list -> new Node.Form("", list.stream().map(SyntaxPrinter::node).toList());
      case Record tree -> form(tree);
      default -> throw new IllegalArgumentException("no part of a tree: " + value.getClass());
    };
  }

  private static Node form(Record tree) {
    List<RecordComponent> components =
        new ArrayList<>(List.of(tree.getClass().getRecordComponents()));
    components.removeIf(component -> isPlace(component.getType()));
    List<Node> parts = new ArrayList<>();
    for (RecordComponent component : components) {
      Object value = value(tree, component);
      if (value instanceof Optional<?> optional) {
        optional.ifPresent(present -> parts.add(labelled(component, node(present))));
      } else if (components.size() == 1) {
        parts.add(node(value));
      } else {
        parts.add(labelled(component, node(value)));
      }
    }
    return new Node.Form(tree.getClass().getSimpleName(), parts);
  }

  private static boolean isPlace(Class<?> type) {
    return type == Span.class || type == Source.class;
  }

  private static Node labelled(RecordComponent component, Node node) {
    return new Node.Form(component.getName() + ":", List.of(node));
  }

  private static Object value(Record tree, RecordComponent component) {
    try {
      return component.getAccessor().invoke(tree);
    } catch (ReflectiveOperationException exception) {
      throw new IllegalStateException(exception);
    }
  }

  private static void write(Node node, String indentation, StringBuilder out) {
    int start = out.length();
    flat(node, out);
    if (out.length() - start + indentation.length() <= WIDTH) {
      return;
    }
    switch (node) {
      case Node.Word _ -> {}
      case Node.Form(String head, List<Node> parts) when head.endsWith(":") -> {
        out.setLength(start);
        out.append(head).append(' ');
        write(parts.getFirst(), indentation, out);
      }
      case Node.Form(String head, List<Node> parts) -> {
        out.setLength(start);
        out.append('(').append(head);
        for (Node part : parts) {
          out.append('\n').append(indentation).append(INDENTATION);
          write(part, indentation + INDENTATION, out);
        }
        out.append(')');
      }
    }
  }

  private static void flat(Node node, StringBuilder out) {
    switch (node) {
      case Node.Word(String text) -> out.append(text);
      case Node.Form(String head, List<Node> parts) when head.endsWith(":") -> {
        out.append(head).append(' ');
        flat(parts.getFirst(), out);
      }
      case Node.Form(String head, List<Node> parts) -> {
        out.append('(').append(head);
        boolean first = head.isEmpty();
        for (Node part : parts) {
          out.append(first ? "" : " ");
          flat(part, out);
          first = false;
        }
        out.append(')');
      }
    }
  }

  private static String quote(String text) {
    return '"'
        + text.replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\t", "\\t")
            .replace("\r", "\\r")
        + '"';
  }
}
