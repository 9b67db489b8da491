package dev.bounce.notation;

import dev.bounce.value.Value;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MapValue;
import dev.bounce.value.Value.StringValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a feature model in UVL, the Universal Variability Language, as a map:
 *
 * <ul>
 *   <li>{@code features}: a list of maps, in the order of the text
 *   <li>{@code constraints}: as text, also those among attributes
 *   <li>{@code requirements}: which features need which others, by the constraints: a list of maps
 *       of {@code when}, {@code needs} and {@code unless}
 *   <li>{@code ignored}: the constraints from which that follows not at all or only in part, since
 *       they compare values, or come to too many cases
 *   <li>{@code imports}: the models that it imports, which are not read
 * </ul>
 */
public final class UvlValues {
  private UvlValues() {}

  /**
   * Returns what the model says.
   *
   * @throws NotationException when the text is no such model; it names the line
   */
  public static Value read(String text) throws NotationException {
    UvlReader.Model model = UvlReader.read(text);
    Set<Value> requirements = new LinkedHashSet<>();
    List<String> ignored = new ArrayList<>();
    for (UvlConstraint constraint : model.constraints()) {
      Optional<Set<UvlClause>> clauses = UvlClauses.of(constraint.condition());
      if (clauses.isEmpty() || clauses.get().stream().anyMatch(UvlClause::unknown)) {
        ignored.add(constraint.text());
      }
      clauses.orElse(Set.of()).forEach(clause -> requirements(clause, requirements));
    }
    Map<String, Value> entries = new LinkedHashMap<>();
    entries.put("features", new ListValue(List.copyOf(model.features().values())));
    entries.put(
        "constraints", texts(model.constraints().stream().map(UvlConstraint::text).toList()));
    entries.put("requirements", new ListValue(List.copyOf(requirements)));
    entries.put("ignored", texts(ignored));
    entries.put("imports", texts(model.imports()));
    return new MapValue(entries);
  }

  /** Where one of several is needed, each is as long as none of the others is chosen. */
  private static void requirements(UvlClause clause, Set<Value> requirements) {
    if (clause.absent().isEmpty() || clause.unknown()) {
      return;
    }
    for (String needed : clause.chosen()) {
      Set<String> others = new LinkedHashSet<>(clause.chosen());
      others.remove(needed);
      Map<String, Value> entries = new LinkedHashMap<>();
      entries.put("when", texts(clause.absent()));
      entries.put("needs", texts(Set.of(needed)));
      entries.put("unless", texts(others));
      requirements.add(new MapValue(entries));
    }
  }

  private static ListValue texts(Collection<String> texts) {
    return new ListValue(texts.stream().<Value>map(StringValue::new).toList());
  }
}
