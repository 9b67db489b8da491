package dev.bounce.backend.systemd;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.Settings;
import dev.bounce.diag.Code;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which units are the members of a service. */
final class Membership {
  private final Settings settings;
  private final Systemctl systemctl;
  private final Collection<String> touched;

  /**
   * @param touched units that bounce has sent something to: they stay members, also when systemd
   *     has unloaded them because they are stopped and no other unit needs them
   */
  Membership(Settings settings, Systemctl systemctl, Collection<String> touched) {
    this.settings = settings;
    this.systemctl = systemctl;
    this.touched = touched;
  }

  /** Returns the members by their names, in order. One call, two where there is a target. */
  Map<String, Unit> members() throws BackendException {
    List<String> wanted = UnitNames.wanted(settings);
    refuseInvalid(wanted);
    Set<String> asked = new LinkedHashSet<>(wanted);
    touched.stream()
        .filter(unit -> wanted.stream().anyMatch(name -> Globs.matches(name, unit)))
        .forEach(asked::add);
    List<Unit> shown = systemctl.show(asked);
    Map<String, Unit> members = new LinkedHashMap<>();
    for (String name : wanted) {
      if (UnitNames.isPattern(name)) {
        matching(name, shown).forEach(members::putIfAbsent);
      } else {
        Unit unit = named(name, shown);
        if (UnitNames.isTarget(unit.id())) {
          ofTarget(unit).forEach(members::putIfAbsent);
        } else {
          members.putIfAbsent(name, unit);
        }
      }
    }
    return members;
  }

  private Unit named(String name, List<Unit> shown) throws BackendException {
    Unit unit =
        shown.stream()
            .filter(each -> each.isCalled(name))
            .findFirst()
            .orElseThrow(() ->
                new BackendException(
                    Code.B008, "systemctl shows nothing of " + name, "", "is it a unit's name?"));
    if (unit.text("LoadState").equals("not-found")) {
      throw systemctl.unknown(name, "systemd knows no unit `" + name + "`");
    }
    return unit;
  }

  private Map<String, Unit> matching(String pattern, List<Unit> shown) throws BackendException {
    Map<String, Unit> matching = new LinkedHashMap<>();
    shown.stream()
        .filter(unit -> Globs.matches(pattern, unit.id()) && isThere(unit))
        .sorted((one, other) -> UnitNames.BY_NUMBER.compare(one.id(), other.id()))
        .forEach(unit -> matching.putIfAbsent(unit.id(), unit));
    if (matching.isEmpty()) {
      BackendException near =
          systemctl.unknown(pattern, "systemd has loaded no unit that matches `" + pattern + "`");
      throw new BackendException(
          near.code(),
          near.message(),
          "systemd forgets instances that are stopped and that no other unit wants",
          "name them to start them: unit [\"%s\", …]; %s"
              .formatted(pattern.replaceFirst("[*?].*?(?=\\.|$)", "1"), near.hint().orElse("")));
    }
    return matching;
  }

  /**
   * Returns what a target pulls in, and what else is part of it as long as that is active: such a
   * unit goes down and up with the target, and is not started by it.
   */
  private Map<String, Unit> ofTarget(Unit target) throws BackendException {
    Set<String> names = new TreeSet<>(UnitNames.BY_NUMBER);
    names.addAll(target.names(Unit.PULLED_IN));
    names.addAll(target.names("ConsistsOf"));
    names.addAll(touched);
    names.removeIf(name -> !name.endsWith(".service"));
    List<Unit> shown = names.isEmpty() ? List.of() : systemctl.show(names);
    Map<String, Unit> members = new LinkedHashMap<>();
    for (String name : names) {
      shown.stream()
          .filter(unit -> unit.isCalled(name) && isThere(unit) && belongs(name, unit, target))
          .findFirst()
          .ifPresent(unit -> members.put(name, unit));
    }
    if (members.isEmpty()) {
      throw new BackendException(
          Code.B003,
          "no service belongs to `" + target.id() + "`",
          "",
          "`systemctl list-dependencies " + target.id() + "` shows what does");
    }
    return members;
  }

  private boolean belongs(String name, Unit unit, Unit target) {
    boolean isPart = unit.names("PartOf").contains(target.id());
    return target.names(Unit.PULLED_IN).contains(name)
        || (isPart && (unit.isActive() || touched.contains(name)));
  }

  /** What another unit names need not exist. */
  private static boolean isThere(Unit unit) {
    return !unit.text("LoadState").equals("not-found");
  }

  private static void refuseInvalid(List<String> names) throws BackendException {
    List<String> invalid = new ArrayList<>(names);
    invalid.removeIf(UnitNames::isValid);
    if (!invalid.isEmpty()) {
      throw new BackendException(
          Code.B003,
          "`" + invalid.getFirst() + "` cannot be the name of a unit",
          "",
          "letters, digits and : - _ . \\ @ are allowed, and the patterns * ? []");
    }
  }
}
