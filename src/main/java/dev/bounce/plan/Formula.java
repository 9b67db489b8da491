package dev.bounce.plan;

import dev.bounce.syntax.BinaryOperator;
import dev.bounce.syntax.UnaryOperator;
import dev.bounce.value.Value;
import dev.bounce.value.Value.StringValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An expression in a plan: names are resolved, procedures and functions inlined, and everything
 * that could be known is a {@link Constant}. What remains is computed when control reaches it.
 */
public sealed interface Formula {
  /** Returns the constant text. */
  static Formula text(String text) {
    return new Constant(new StringValue(text));
  }

  /** Returns the value if it is known already. */
  default Optional<Value> known() {
    return this instanceof Constant(Value value) ? Optional.of(value) : Optional.empty();
  }

  /** A value that is known. */
  record Constant(Value value) implements Formula {}

  /** What the run has bound to a name that is unique in its plan. */
  record Variable(String name) implements Formula {}

  /** The texts of the parts, one after another; secret if any part is. */
  record Join(List<Formula> parts) implements Formula {
    /** Copies the list. */
    public Join {
      parts = List.copyOf(parts);
    }
  }

  /** A list. */
  record Elements(List<Formula> elements) implements Formula {
    /** Copies the list. */
    public Elements {
      elements = List.copyOf(elements);
    }
  }

  /** A map. */
  record Entries(Map<String, Formula> entries) implements Formula {
    /** Copies the map and keeps its order. */
    public Entries {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }
  }

  /** An operator with one operand. */
  record Unary(UnaryOperator operator, Formula operand) implements Formula {}

  /** An operator with two operands; the right one is computed only where it decides. */
  record Binary(BinaryOperator operator, Formula left, Formula right) implements Formula {}

  /** One of two, by a condition; the other one is not computed. */
  record Conditional(Formula condition, Formula then, Formula otherwise) implements Formula {}

  /** An entry of a map, or an attribute of a service, member or host. */
  record Attribute(Formula object, String name) implements Formula {}

  /** An element of a list, an entry of a map, or a member of a service. */
  record Element(Formula object, Formula index) implements Formula {}

  /** A list made of another one, element by element. */
  record Comprehension(String variable, Formula items, Optional<Formula> condition, Formula element)
      implements Formula {}

  /** A built-in function: a pure one, or an observation. */
  record Call(String function, List<Formula> arguments, Map<String, Formula> named)
      implements Formula {
    /** Copies the collections. */
    public Call {
      arguments = List.copyOf(arguments);
      named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
    }
  }

  /** Whether a target is in a state, or a word is that word. */
  record StateTest(Formula subject, boolean negated, String word) implements Formula {}
}
