package dev.bounce.backend.systemd;

import dev.bounce.backend.Settings;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names of units as a runbook writes them: systemd.unit(5). */
final class UnitNames {
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9:_.\\\\@*?\\[\\]!-]{1,255}");
  private static final Pattern GLOB = Pattern.compile("[*?\\[]");
  private static final Pattern SUFFIX =
      Pattern.compile(
          ".*\\.(service|target|socket|timer|path|mount|automount|swap|slice|scope|device)");
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final int DIGITS = 20;

  /** Orders {@code worker@2.service} before {@code worker@10.service}. */
  static final Comparator<String> BY_NUMBER =
      Comparator.<String, String>comparing(
              name -> NUMBER.matcher(name).replaceAll(found -> padded(found.group())))
          .thenComparing(Comparator.naturalOrder());

  private UnitNames() {}

  /** Returns the names and patterns that a service stands for, in order. */
  static List<String> wanted(Settings settings) {
    List<String> written = settings.texts("unit");
    return (written.isEmpty() ? List.of(settings.service()) : written)
        .stream().map(UnitNames::full).distinct().toList();
  }

  /** Returns the names of the members where they do not depend on what systemd says. */
  static Optional<List<String>> declared(Settings settings) {
    List<String> wanted = wanted(settings);
    return wanted.stream().anyMatch(name -> isPattern(name) || isTarget(name))
        ? Optional.empty()
        : Optional.of(wanted);
  }

  /** Tells whether systemd could have a unit of that name; one that could be an option is none. */
  static boolean isValid(String name) {
    return VALID.matcher(name).matches() && !name.startsWith("-");
  }

  static boolean isPattern(String name) {
    return GLOB.matcher(name).find();
  }

  static boolean isTarget(String name) {
    return name.endsWith(".target");
  }

  /** Returns a name with the kind of unit that systemctl adds where there is none. */
  private static String full(String name) {
    return SUFFIX.matcher(name).matches() ? name : name + ".service";
  }

  private static String padded(String digits) {
    return "0".repeat(Math.max(0, DIGITS - digits.length())) + digits;
  }
}
