package dev.bounce.backend.master;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.Settings;
import dev.bounce.diag.Code;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One master of a service, as declared.
 *
 * @param name {@code web[1]}; the bare name of the service where it does not say how many there are
 * @param index its place among the members, from zero
 * @param settings what holds for this one
 */
public record DeclaredMaster(String name, int index, Settings settings) {
  private static final int MOST = 1000;

  /** Returns all members in order; none where their number is not possible. Pure. */
  public static List<DeclaredMaster> all(Settings settings) {
    Optional<Long> count = settings.number("members");
    if (count.isEmpty()) {
      return List.of(new DeclaredMaster(settings.service(), 0, settings.member(0)));
    }
    if (count.get() < 1 || count.get() > MOST) {
      return List.of();
    }
    return IntStream.range(0, Math.toIntExact(count.get()))
        .mapToObj(index ->
            new DeclaredMaster(
                settings.service() + "[" + index + "]", index, settings.member(index)))
        .toList();
  }

  /**
   * Returns all members in order.
   *
   * @param otherwise the pid file where no property names one, absent where one has to
   * @throws BackendException P012 when their number is not possible, or one has no pid file, or two
   *     have the same one
   */
  public static List<DeclaredMaster> known(Settings settings, Optional<Path> otherwise)
      throws BackendException {
    List<DeclaredMaster> members = all(settings);
    if (members.isEmpty()) {
      throw wrong(
          "service " + settings.service() + " cannot have that many members",
          "`members` is a number from 1 to " + MOST);
    }
    Set<Path> files = new HashSet<>();
    for (DeclaredMaster member : members) {
      Optional<Path> file = member.pidFile().or(() -> otherwise);
      if (file.isEmpty()) {
        throw wrong(
            member.name() + " has no pid file",
            "say where the server writes it, such as: pid-file \"/run/web.pid\"");
      }
      if (!files.add(file.get())) {
        throw wrong(
            "two members of " + settings.service() + " have the pid file " + file.get(),
            "write it with the member's number: pid-file \"/run/web-${it.index}.pid\"");
      }
    }
    return members;
  }

  /**
   * Returns the member of that name.
   *
   * @throws BackendException B003 when there is none
   */
  public static DeclaredMaster named(String name, Settings settings) throws BackendException {
    return find(name, settings)
        .orElseThrow(() ->
            BackendException.noMember(
                settings, name, all(settings).stream().map(DeclaredMaster::name).toList()));
  }

  /** Returns the member of that name, if there is one. Pure. */
  public static Optional<DeclaredMaster> find(String name, Settings settings) {
    return all(settings).stream().filter(member -> member.name().equals(name)).findFirst();
  }

  /** Returns a member that was declared for certain: whose state was observed. Pure. */
  public static DeclaredMaster known(String name, Settings settings) {
    return find(name, settings)
        .orElseThrow(() -> new IllegalArgumentException("no member " + name));
  }

  /** Returns the pid file that a property names. */
  public Optional<Path> pidFile() {
    return settings.text("pid-file").map(Path::of);
  }

  private static BackendException wrong(String message, String hint) {
    return new BackendException(Code.P012, message, "", hint);
  }
}
