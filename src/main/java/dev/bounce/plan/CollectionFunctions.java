package dev.bounce.plan;

import dev.bounce.diag.Code;
import dev.bounce.syntax.BinaryOperator;
import dev.bounce.value.Texts;
import dev.bounce.value.Value;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MapValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the built-in functions on lists and maps compute. Secrets in them stay what they are. */
final class CollectionFunctions {
  private CollectionFunctions() {}

  /** Returns the values of a map, in its order. */
  static ListValue values(Value map) throws EvaluationException {
    return new ListValue(List.copyOf(entries(map).values()));
  }

  /** Returns the elements by size: numbers, durations, shares, or texts by their characters. */
  static ListValue sorted(Value list) throws EvaluationException {
    List<Value> elements = new ArrayList<>(Operators.items(list));
    for (Value element : elements) {
      // What can be compared with the first can be compared with all the others.
      Operators.compare(BinaryOperator.LESS, elements.getFirst(), element);
    }
    elements.sort(BY_SIZE);
    return new ListValue(elements);
  }

  private static final Comparator<Value> BY_SIZE =
      (left, right) -> {
        try {
          return Operators.compare(BinaryOperator.LESS, left, right);
        } catch (EvaluationException impossible) {
          throw new IllegalStateException(impossible);
        }
      };

  /** Returns each element once, where it stands first. */
  static ListValue unique(Value list) throws EvaluationException {
    Map<Object, Value> found = new LinkedHashMap<>();
    for (Value element : Operators.items(list)) {
      // A text equals a secret or a word of the same characters, as `==` has it.
      found.putIfAbsent(Operators.isText(element) ? Texts.plain(element) : element, element);
    }
    return new ListValue(List.copyOf(found.values()));
  }

  /** Returns the elements in the opposite order. */
  static ListValue reversed(Value list) throws EvaluationException {
    return new ListValue(Operators.items(list).reversed());
  }

  /** Returns the elements of the lists in a list, one after another. */
  static ListValue flat(Value lists) throws EvaluationException {
    List<Value> elements = new ArrayList<>();
    for (Value list : Operators.items(lists)) {
      if (!(list instanceof ListValue(List<Value> inner))) {
        throw new EvaluationException(Code.C007, Texts.shown(list) + " is not a list");
      }
      elements.addAll(inner);
    }
    return new ListValue(elements);
  }

  /** Returns the entries of the maps in a list together; of a key in several the last holds. */
  static MapValue merged(Value maps) throws EvaluationException {
    Map<String, Value> entries = new LinkedHashMap<>();
    for (Value map : Operators.items(maps)) {
      entries.putAll(entries(map));
    }
    return new MapValue(entries);
  }

  private static Map<String, Value> entries(Value map) throws EvaluationException {
    if (map instanceof MapValue(Map<String, Value> entries)) {
      return entries;
    }
    throw new EvaluationException(Code.C007, Texts.shown(map) + " is not a map");
  }
}
