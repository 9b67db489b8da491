package dev.bounce.backend.systemd;

import dev.bounce.backend.BackendException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which other units go down and up with a unit, and which would start it again: what systemd's
 * dependencies say, as far as those units are active (systemd.unit(5): PartOf=, Requires=,
 * BindsTo=, Requisite=, PropagatesStopTo=).
 */
final class Cascade {
  /** Dependencies are followed so far; each step is a call. */
  private static final int STEPS = 8;

  private final Map<String, Unit> known = new HashMap<>();

  private Cascade() {}

  /** Reads what depends on units. No call where nothing does. */
  static Cascade of(Collection<Unit> units, Systemctl systemctl) throws BackendException {
    Cascade cascade = new Cascade();
    units.forEach(unit -> cascade.known.put(unit.id(), unit));
    Set<String> next = cascade.unknownBehind(units);
    for (int i = 0; i < STEPS && !next.isEmpty(); i++) {
      List<Unit> found = systemctl.show(next);
      found.forEach(unit -> cascade.known.put(unit.id(), unit));
      next = cascade.unknownBehind(found.stream().filter(Unit::isActive).toList());
    }
    return cascade;
  }

  private Set<String> unknownBehind(Collection<Unit> units) {
    Set<String> names = new LinkedHashSet<>();
    for (Unit unit : units) {
      names.addAll(unit.names(Unit.STOPPED_WITH_IT));
      names.addAll(unit.names("TriggeredBy"));
    }
    names.removeAll(known.keySet());
    return names;
  }

  /** Returns the names of the active units that a restart of this one restarts, too. */
  List<String> restartedWith(Unit unit) {
    return reached(unit, Unit.RESTARTED_WITH_IT);
  }

  /** Returns the names of the active units that a stop of this one stops, too. */
  List<String> stoppedWith(Unit unit) {
    return reached(unit, Unit.STOPPED_WITH_IT);
  }

  /** Returns the names of the active units that start this one when something happens. */
  List<String> starters(Unit unit) {
    return unit.names("TriggeredBy").stream().filter(name -> active(name).isPresent()).toList();
  }

  private List<String> reached(Unit start, List<String> properties) {
    Set<String> reached = new LinkedHashSet<>();
    Deque<Unit> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      for (String name : open.remove().names(properties)) {
        if (!name.equals(start.id()) && !reached.contains(name)) {
          active(name)
              .ifPresent(unit -> {
                reached.add(name);
                open.add(unit);
              });
        }
      }
    }
    return reached.stream().sorted(UnitNames.BY_NUMBER).toList();
  }

  private Optional<Unit> active(String name) {
    return Optional.ofNullable(known.get(name)).filter(Unit::isActive);
  }
}
