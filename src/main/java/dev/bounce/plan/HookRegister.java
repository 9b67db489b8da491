package dev.bounce.plan;

import dev.bounce.diag.Span;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What one planning knows of the blocks of services, and of names that stand for a member. */
final class HookRegister {
  private final Map<String, Formula> members = new HashMap<>();
  private final Map<String, Span> spans = new LinkedHashMap<>();
  private final Set<String> unfinished = new HashSet<>();

  /** Notes of which target a variable is a member. */
  void member(String variable, Formula target) {
    members.put(variable, target);
  }

  /** Returns the targets of the variables that stand for a member. */
  Map<String, Formula> members() {
    return members;
  }

  /** Notes that the blocks of a service are being planned, the first of which stands there. */
  void begin(String service, Span span) {
    spans.put(service, span);
    unfinished.add(service);
  }

  void end(String service) {
    unfinished.remove(service);
  }

  /** Tells whether the blocks of a service are not all planned yet. */
  boolean isUnfinished(String service) {
    return unfinished.contains(service);
  }

  /** Returns the services that have blocks, and where the first of each stands. */
  Map<String, Span> spans() {
    return spans;
  }
}
