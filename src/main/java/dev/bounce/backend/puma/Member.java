package dev.bounce.backend.puma;

import dev.bounce.backend.Settings;
import dev.bounce.value.Value;
import dev.bounce.value.Value.ListValue;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One Puma server of a service, as declared.
 *
 * @param name {@code web[1]}; the bare name of the service where there is but one
 * @param index its place among the members, from zero
 * @param settings what holds for this one
 */
record Member(String name, int index, Settings settings) {
  private static final int MOST = 1_000;

  /** The properties that say which server is meant, one for each member. */
  private static final List<String> NAMING = List.of("state", "control", "pid-file");

  /** Returns all members in order; none where their number is not possible. */
  static List<Member> all(Settings settings) {
    Optional<Long> declared = settings.number("members");
    long count =
        declared.orElseGet(
            () -> NAMING.stream().mapToLong(name -> length(settings, name)).max().orElse(1));
    if (count < 1 || count > MOST) {
      return List.of();
    }
    boolean numbered = declared.isPresent() || count > 1;
    return IntStream.range(0, (int) count)
        .mapToObj(index ->
            new Member(
                numbered ? settings.service() + "[" + index + "]" : settings.service(),
                index,
                settings.member(index)))
        .toList();
  }

  private static int length(Settings settings, String property) {
    Value value = settings.values().get(property);
    return value instanceof ListValue(List<Value> elements) ? elements.size() : 1;
  }

  /** Returns where Puma writes its pid, its control server's address and the token. */
  Optional<Path> state() {
    return own("state").flatMap(Member::path);
  }

  /** Returns the address of its control server, as declared. */
  Optional<String> control() {
    return own("control");
  }

  /** Returns where Puma writes its pid. */
  Optional<Path> pidFile() {
    return own("pid-file").flatMap(Member::path);
  }

  /** Tells whether Puma itself says which process it is, once it is about to serve. */
  boolean isNamedByFiles() {
    return state().isPresent() || pidFile().isPresent();
  }

  /** Returns the token as declared. Secret. */
  Optional<String> token() {
    return settings.text("token");
  }

  /** Returns the certificate that is believed. */
  Optional<Path> certificate() {
    return settings.text("certificate").flatMap(Member::path);
  }

  /** Returns the file that its output goes to, as declared. */
  Optional<Path> log() {
    return settings.text("log").flatMap(Member::path);
  }

  /** Tells whether bounce can start it. */
  boolean canBeStarted() {
    return !settings.texts("command").isEmpty();
  }

  /** Tells whether anything says which Puma it is. */
  boolean isNamed() {
    return canBeStarted() || NAMING.stream().anyMatch(name -> own(name).isPresent());
  }

  /** Returns what would make two members one and the same server. */
  Stream<String> marks() {
    return NAMING.stream().flatMap(name -> own(name).map(text -> name + " " + text).stream());
  }

  private Optional<String> own(String property) {
    List<String> texts = settings.texts(property);
    boolean listed = settings.values().get(property) instanceof ListValue;
    if (texts.isEmpty() || (listed && index >= texts.size())) {
      return Optional.empty();
    }
    return Optional.of(texts.get(listed ? index : 0));
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }
}
