package dev.bounce.run;

import dev.bounce.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run of a session leaves to the runs after it.
 *
 * @param report how it has ended
 * @param touched every member that this run or one before it has touched, as it was left
 * @param variables what the run has bound outside of all blocks, by the names of its plan; there
 *     may be secrets among them, so they are not for showing
 */
public record Aftermath(Report report, List<MemberReport> touched, Map<String, Value> variables) {
  /** Copies the collections and keeps their order. */
  public Aftermath {
    touched = List.copyOf(touched);
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
  }
}
