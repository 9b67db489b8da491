package dev.bounce.syntax;

import dev.bounce.diag.Span;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** An expression of the language. */
public sealed interface Expression {
  /** Returns where it stands. */
  Span span();

  /** Returns the text of a string without interpolations; nothing for any other expression. */
  default Optional<String> plainText() {
    if (!(this instanceof StringLiteral string)) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    for (Part part : string.parts()) {
      if (!(part instanceof Part.Text(String piece))) {
        return Optional.empty();
      }
      text.append(piece);
    }
    return Optional.of(text.toString());
  }

  /** A name: a binding, a service, a word of an enum, a clause word, a flag. */
  record Reference(String name, Span span) implements Expression {}

  /** {@code 42}. */
  record IntegerLiteral(long value, Span span) implements Expression {}

  /** {@code 12.5%}; the value is 12.5. */
  record PercentLiteral(BigDecimal value, Span span) implements Expression {}

  /** {@code 1h30m}. */
  record DurationLiteral(Duration value, Span span) implements Expression {}

  /** {@code true} or {@code false}. */
  record BooleanLiteral(boolean value, Span span) implements Expression {}

  /**
   * A string, its escapes resolved and a multi-line one's margin removed. A raw or plain string has
   * one text part, or none when it is empty.
   */
  record StringLiteral(List<Part> parts, Span span) implements Expression {
    /** Copies the list. */
    public StringLiteral {
      parts = List.copyOf(parts);
    }
  }

  /** A part of a string. */
  sealed interface Part {
    /** Text as it stands. */
    record Text(String text) implements Part {}

    /** {@code ${…}}. */
    record Interpolation(Expression expression) implements Part {}
  }

  /** {@code [a, b]}, or the terms {@code a, b} of a command, which make one list. */
  record ListLiteral(List<Expression> elements, Span span) implements Expression {
    /** Copies the list. */
    public ListLiteral {
      elements = List.copyOf(elements);
    }
  }

  /** {@code [key: value]}, or {@code [:]}. */
  record MapLiteral(List<Entry> entries, Span span) implements Expression {
    /** Copies the list. */
    public MapLiteral {
      entries = List.copyOf(entries);
    }
  }

  /** A key, a word or a plain string, and its value. */
  record Entry(Name key, Expression value) {}

  /** {@code [element for variable in items if condition]}. */
  record Comprehension(
      Expression element,
      Name variable,
      Expression items,
      Optional<Expression> condition,
      Span span)
      implements Expression {}

  /** {@code if c then a else b}. */
  record Conditional(Expression condition, Expression then, Expression otherwise, Span span)
      implements Expression {}

  /** {@code callee(arguments)}. */
  record Call(Expression callee, List<Argument> arguments, Span span) implements Expression {
    /** Copies the list. */
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** An argument, perhaps with the name of its parameter. */
  record Argument(Optional<Name> name, Expression value) {}

  /** {@code object[index]}. */
  record Index(Expression object, Expression index, Span span) implements Expression {}

  /** {@code object.name}. */
  record Attribute(Expression object, Name name, Span span) implements Expression {}

  /** {@code -a} or {@code not a}. */
  record Unary(UnaryOperator operator, Expression operand, Span span) implements Expression {}

  /** {@code a + b} and the like. */
  record Binary(BinaryOperator operator, Expression left, Expression right, Span span)
      implements Expression {}

  /** {@code subject is [not] word}. */
  record StateTest(Expression subject, boolean negated, Name word, Span span)
      implements Expression {}
}
