package dev.bounce.plan;

import dev.bounce.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a plan takes over from the runs before it in the same session.
 *
 * @param values what names stand for; they are constants in the plan
 * @param services those that runs have touched or that values refer to, by key: the same service
 *     has the same key in each plan of a session
 * @param touched whether a run may have changed the world, so that there is something to wait for
 */
public record Memory(
    Map<String, Value> values, Map<String, ServicePlan> services, boolean touched) {
  /** Nothing was run before: a file. */
  public static final Memory NONE = new Memory(Map.of(), Map.of(), false);

  /** Copies the maps and keeps their order. */
  public Memory {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
  }
}
