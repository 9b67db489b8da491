package dev.bounce.backend.supervisor;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.Settings;
import dev.bounce.diag.Code;
import dev.bounce.diag.Suggest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which of supervisord's processes are the members of a service. */
final class Membership {
  private static final int NAMES_SHOWN = 12;

  /** How supervisorctl writes all processes of a group: {@code workers:*}. */
  private static final String WHOLE_GROUP = ":*";

  private final Settings settings;
  private final List<ProcessInfo> all;

  Membership(Settings settings, List<ProcessInfo> all) {
    this.settings = settings;
    this.all = all;
  }

  /**
   * Returns the full names of the members where they do not depend on what supervisord says: where
   * each is written as {@code group:process}. Pure.
   */
  static Optional<List<String>> declared(Settings settings) {
    List<String> names =
        settings.text("group").isPresent() || !settings.texts("program").isEmpty()
            ? settings.texts("program")
            : List.of(settings.service());
    return settings.text("group").isEmpty()
            && !names.isEmpty()
            && names.stream().allMatch(Membership::isFullName)
        ? Optional.of(names.stream().map(Membership::canonical).distinct().toList())
        : Optional.empty();
  }

  /** Returns the members in supervisord's order, for several programs in the order of those. */
  List<ProcessInfo> members() throws BackendException {
    Optional<String> group = settings.text("group");
    List<String> programs = settings.texts("program");
    if (group.isEmpty() && programs.isEmpty()) {
      return byServiceName(settings.service());
    }
    List<ProcessInfo> candidates = group.isPresent() ? inGroup(group.get()) : all;
    if (programs.isEmpty()) {
      return candidates;
    }
    Set<ProcessInfo> members = new LinkedHashSet<>();
    for (String program : programs) {
      members.addAll(found(named(program, candidates), program, candidates));
    }
    return List.copyOf(members);
  }

  /** Returns the error for a name that supervisord does not know. */
  static BackendException unknown(String name, Collection<ProcessInfo> known) {
    Set<String> names = new TreeSet<>();
    for (ProcessInfo process : known) {
      names.add(process.group());
      names.add(process.name());
      names.add(process.fullName());
    }
    Set<String> shown = new TreeSet<>();
    for (ProcessInfo process : known) {
      shown.add(process.group().equals(process.name()) ? process.name() : process.group() + ":*");
    }
    String list =
        shown.isEmpty()
            ? "it knows no program at all"
            : "it knows "
                + String.join(", ", shown.stream().limit(NAMES_SHOWN).toList())
                + (shown.size() > NAMES_SHOWN ? ", …" : "");
    return new BackendException(
        Code.B003,
        "supervisord knows no group or program `" + name + "`",
        "",
        Suggest.nearest(name, names).map(near -> "did you mean `" + near + "`? ").orElse("")
            + list);
  }

  private List<ProcessInfo> byServiceName(String name) throws BackendException {
    List<ProcessInfo> inGroup = all.stream().filter(it -> it.group().equals(name)).toList();
    return isFullName(name) || inGroup.isEmpty() ? found(named(name, all), name, all) : inGroup;
  }

  private List<ProcessInfo> inGroup(String group) throws BackendException {
    List<ProcessInfo> found = all.stream().filter(it -> it.group().equals(group)).toList();
    if (found.isEmpty()) {
      throw unknown(group, all);
    }
    return found;
  }

  private static List<ProcessInfo> found(
      List<ProcessInfo> found, String name, List<ProcessInfo> candidates) throws BackendException {
    if (found.isEmpty()) {
      throw unknown(name, candidates);
    }
    Set<String> groups = new TreeSet<>();
    found.forEach(process -> groups.add(process.group()));
    if (groups.size() > 1) {
      List<String> names = new ArrayList<>();
      found.forEach(process -> names.add(process.fullName()));
      throw new BackendException(
          Code.B003,
          "`" + name + "` is the name of processes in several groups",
          String.join(", ", names),
          "say which with `group`, or write the full name");
    }
    return found;
  }

  /**
   * Returns the processes that a name means: the one of that full name or name, else all that are
   * called so with a number behind it, as programs with {@code numprocs} have it ({@code web_00},
   * {@code web-1}). supervisord does not say which program a process is of.
   */
  private static List<ProcessInfo> named(String name, List<ProcessInfo> candidates) {
    if (name.endsWith(WHOLE_GROUP)) {
      String group = name.substring(0, name.length() - WHOLE_GROUP.length());
      return candidates.stream().filter(it -> it.group().equals(group)).toList();
    }
    if (isFullName(name)) {
      String canonical = canonical(name);
      return candidates.stream().filter(it -> it.fullName().equals(canonical)).toList();
    }
    List<ProcessInfo> exact = candidates.stream().filter(it -> it.name().equals(name)).toList();
    if (!exact.isEmpty()) {
      return exact;
    }
    Pattern numbered = Pattern.compile(Pattern.quote(name) + "[-_.][0-9]+");
    return candidates.stream().filter(it -> numbered.matcher(it.name()).matches()).toList();
  }

  private static boolean isFullName(String name) {
    return name.contains(":") && !name.endsWith(WHOLE_GROUP);
  }

  /** Returns a full name as supervisord writes it: {@code web} for {@code web:web}. */
  private static String canonical(String fullName) {
    int colon = fullName.indexOf(':');
    String group = fullName.substring(0, colon);
    String process = fullName.substring(colon + 1);
    return group.equals(process) ? process : fullName;
  }
}
