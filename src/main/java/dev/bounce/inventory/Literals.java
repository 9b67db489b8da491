package dev.bounce.inventory;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Span;
import dev.bounce.notation.PlainScalars;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.BooleanLiteral;
import dev.bounce.syntax.Expression.DurationLiteral;
import dev.bounce.syntax.Expression.Entry;
import dev.bounce.syntax.Expression.IntegerLiteral;
import dev.bounce.syntax.Expression.ListLiteral;
import dev.bounce.syntax.Expression.MapLiteral;
import dev.bounce.syntax.Expression.PercentLiteral;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.syntax.Expression.StringLiteral;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Makes literals of YAML values. A scalar in quotes is text whatever it holds; one without is a
 * whole number, a truth, a duration or a percent where it is written like one in a runbook, else
 * text.
 */
final class Literals {
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");
  private static final Pattern LEADING_ZERO = Pattern.compile("-?0[0-9]+");
  private static final Pattern PERCENT = Pattern.compile("[0-9]+(?:\\.[0-9]+)?%");
  private static final Pattern DURATION = Pattern.compile("(?:[0-9]+(?:ms|s|m|h|d))+");
  private static final Pattern DURATION_PART = Pattern.compile("([0-9]+)(ms|s|m|h|d)");
  private static final int NUMBER_LENGTH_LIMIT = 30;

  /** A repeated group recurses in the matcher; of this length it cannot recurse too deep. */
  private static final int DURATION_LENGTH_LIMIT = 100;

  private final Nodes nodes;
  private final Places places;
  private final Diagnostics diagnostics;

  Literals(Nodes nodes, Places places, Diagnostics diagnostics) {
    this.nodes = nodes;
    this.places = places;
    this.diagnostics = diagnostics;
  }

  /** Returns the literal of any value; absent, and reported, where it has none. */
  Optional<Expression> literal(Node node) {
    return switch (node) {
      case ScalarNode scalar -> scalar(scalar);
      case SequenceNode sequence -> list(sequence, this::literal);
      case MappingNode mapping -> map(mapping);
      default -> refuse(places.of(node), "not a value");
    };
  }

  /** Returns a name or a list of names. */
  Optional<Expression> references(Node node) {
    return node instanceof SequenceNode sequence
        ? list(sequence, this::reference)
        : reference(node);
  }

  /** Returns a name. */
  Optional<Expression> reference(Node node) {
    return nodes.name(node).map(name -> new Reference(name.text(), name.span()));
  }

  /** Returns text as it stands. */
  StringLiteral text(ScalarNode scalar) {
    String text = scalar.getValue();
    return new StringLiteral(
        text.isEmpty() ? List.of() : List.of(new Expression.Part.Text(text)), places.of(scalar));
  }

  private interface Conversion {
    Optional<Expression> of(Node node);
  }

  private Optional<Expression> list(SequenceNode sequence, Conversion conversion) {
    List<Expression> elements = new ArrayList<>();
    for (Node element : nodes.elements(sequence)) {
      conversion.of(element).ifPresent(elements::add);
    }
    return Optional.of(new ListLiteral(elements, places.of(sequence)));
  }

  private Optional<Expression> map(MappingNode mapping) {
    List<Entry> entries = new ArrayList<>();
    for (Nodes.Pair pair : nodes.entries(mapping)) {
      literal(pair.value())
          .ifPresent(value -> entries.add(new Entry(places.name(pair.key()), value)));
    }
    return Optional.of(new MapLiteral(entries, places.of(mapping)));
  }

  private Optional<Expression> scalar(ScalarNode scalar) {
    String text = scalar.getValue();
    Span span = places.of(scalar);
    Tag tag = scalar.getTag();
    if (Nodes.isNull(scalar)) {
      diagnostics.add(
          Diagnostic.error(Code.I003, span, "there is no value here")
              .because("the language knows no null")
              .hint("write a value, `\"\"` for an empty text, or leave the key out"));
      return Optional.empty();
    }
    if (tag.equals(Tag.STR)) {
      return Optional.of(text(scalar));
    }
    if (text.equals("true") || text.equals("false")) {
      return Optional.of(new BooleanLiteral(text.equals("true"), span));
    }
    if (WHOLE.matcher(text).matches()) {
      return whole(text, span);
    }
    if (!tag.equals(PlainScalars.PLAIN)) {
      return refuse(span, "the tag " + tag.getValue() + " does not fit this value");
    }
    if (PERCENT.matcher(text).matches() && text.length() <= NUMBER_LENGTH_LIMIT) {
      BigDecimal number = new BigDecimal(text.substring(0, text.length() - 1));
      return Optional.of(new PercentLiteral(number, span));
    }
    if (text.length() <= DURATION_LENGTH_LIMIT && DURATION.matcher(text).matches()) {
      return duration(text, span);
    }
    return Optional.of(text(scalar));
  }

  private Optional<Expression> whole(String text, Span span) {
    if (LEADING_ZERO.matcher(text).matches()) {
      diagnostics.add(
          Diagnostic.error(Code.I003, span, "a number that begins with 0")
              .because("some readers of YAML take it for an octal number")
              .hint("leave the 0 out, or put a text into quotes"));
      return Optional.empty();
    }
    try {
      return Optional.of(new IntegerLiteral(Long.parseLong(text), span));
    } catch (NumberFormatException e) {
      return refuse(span, "the number is too large");
    }
  }

  private Optional<Expression> duration(String text, Span span) {
    try {
      Duration total = Duration.ZERO;
      Matcher parts = DURATION_PART.matcher(text);
      while (parts.find()) {
        total = total.plus(Long.parseLong(parts.group(1)), unit(parts.group(2)));
      }
      return Optional.of(new DurationLiteral(total, span));
    } catch (ArithmeticException | NumberFormatException e) {
      return refuse(span, "the duration is too long");
    }
  }

  private static ChronoUnit unit(String unit) {
    return switch (unit) {
      case "ms" -> ChronoUnit.MILLIS;
      case "s" -> ChronoUnit.SECONDS;
      case "m" -> ChronoUnit.MINUTES;
      case "h" -> ChronoUnit.HOURS;
      default -> ChronoUnit.DAYS;
    };
  }

  private Optional<Expression> refuse(Span span, String message) {
    diagnostics.add(Diagnostic.error(Code.I003, span, message));
    return Optional.empty();
  }
}
