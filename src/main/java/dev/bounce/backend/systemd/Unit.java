package dev.bounce.backend.systemd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code systemctl show} says of a unit.
 *
 * @param properties by systemd's names, those of {@link #SHOWN}; what a kind of unit does not have
 *     is missing
 */
record Unit(Map<String, String> properties) {
  /** How a unit may be connected to others that go down and up with it. */
  static final List<String> RESTARTED_WITH_IT =
      List.of("ConsistsOf", "RequiredBy", "BoundBy", "RequisiteOf");

  /** The same for a stop. */
  static final List<String> STOPPED_WITH_IT =
      List.of("ConsistsOf", "RequiredBy", "BoundBy", "RequisiteOf", "PropagatesStopTo");

  /** Where a target names what it starts. */
  static final List<String> PULLED_IN = List.of("Wants", "Requires", "BindsTo", "Upholds");

  /** What is asked for: org.freedesktop.systemd1(5) says what they mean. */
  static final List<String> SHOWN =
      List.of(
          "Id",
          "Names",
          "LoadState",
          "LoadError",
          "ActiveState",
          "SubState",
          "Result",
          "Job",
          "Type",
          "MainPID",
          "ExecMainCode",
          "ExecMainStatus",
          "ExecMainStartTimestamp",
          "InactiveExitTimestamp",
          "InvocationID",
          "NRestarts",
          "RemainAfterExit",
          "StatusText",
          "NeedDaemonReload",
          "CanReload",
          "RefuseManualStart",
          "RefuseManualStop",
          "TimeoutStartUSec",
          "TimeoutStopUSec",
          "TriggeredBy",
          "PartOf",
          "ConsistsOf",
          "RequiredBy",
          "BoundBy",
          "RequisiteOf",
          "PropagatesStopTo",
          "Wants",
          "Requires",
          "BindsTo",
          "Upholds");

  /** Copies the map. */
  Unit {
    properties = Map.copyOf(properties);
  }

  /**
   * Reads the answer: a line for each property, an empty line between units. Warnings, which come
   * in the same stream, name no property that was asked for.
   */
  static List<Unit> read(String answer) {
    List<Unit> units = new ArrayList<>();
    Map<String, String> properties = new LinkedHashMap<>();
    for (String line : (answer + "\n\n").split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0 && SHOWN.contains(line.substring(0, equals))) {
        properties.put(line.substring(0, equals), line.substring(equals + 1).strip());
      } else if (line.isBlank() && properties.containsKey("Id")) {
        units.add(new Unit(properties));
        properties.clear();
      }
    }
    return List.copyOf(units);
  }

  /** Returns its name. */
  String id() {
    return text("Id");
  }

  /** Tells whether it is called so, also by an alias. */
  boolean isCalled(String name) {
    return id().equals(name) || names("Names").contains(name);
  }

  /** Returns a property, empty where there is none. */
  String text(String property) {
    return properties.getOrDefault(property, "");
  }

  /** Returns the names of units that a property holds. */
  List<String> names(String property) {
    String text = text(property);
    return text.isEmpty() ? List.of() : List.of(text.split(" +"));
  }

  /** Returns the names of units that any of the properties holds. */
  List<String> names(List<String> properties) {
    return properties.stream().flatMap(it -> names(it).stream()).distinct().toList();
  }

  /** Returns a number, 0 where there is none. */
  long number(String property) {
    try {
      return Long.parseLong(text(property));
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  /** Tells whether a property is {@code yes}. */
  boolean isSet(String property) {
    return text(property).equals("yes");
  }

  /** Tells whether systemd has something to do to it that has not come to its end. */
  boolean hasJob() {
    return number("Job") > 0;
  }

  /** Tells whether systemd counts it as up, or as on its way up or down. */
  boolean isActive() {
    return !text("ActiveState").equals("inactive") && !text("ActiveState").equals("failed");
  }

  /** Tells whether it does its work and ends, and whether it ran is then forgotten. */
  boolean isForgottenOnceDone() {
    return text("Type").equals("oneshot") && !isSet("RemainAfterExit");
  }
}
