package dev.bounce.backend.process;

import dev.bounce.backend.Effect;
import dev.bounce.backend.Settings;
import dev.bounce.host.CommandLine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One process of a service, as declared.
 *
 * @param name {@code web[1]}; the bare name of the service where it does not say how many there are
 * @param settings what holds for this one
 * @param pidFile what bounce notes of it
 * @param logFile what it writes
 */
record Member(String name, Settings settings, Path pidFile, Path logFile) {
  static final int MOST = 10_000;

  /**
   * Returns all members in order; none where their number is not possible.
   *
   * @param folder where the files of services are, of which no property says otherwise
   */
  static List<Member> all(Settings settings, Path folder) {
    Optional<Long> count = settings.number("members");
    if (count.isEmpty()) {
      return List.of(member(settings, 0, settings.service(), folder));
    }
    if (count.get() < 1 || count.get() > MOST) {
      return List.of();
    }
    return IntStream.range(0, Math.toIntExact(count.get()))
        .mapToObj(index -> member(settings, index, settings.service() + "[" + index + "]", folder))
        .toList();
  }

  /** Returns the only member, whatever number the service gives. */
  static Member only(Settings settings, Path folder) {
    return member(settings, 0, settings.service(), folder);
  }

  private static Member member(Settings settings, int index, String name, Path folder) {
    Settings own = settings.member(index);
    Path files = folder.resolve(fileName(settings.service()));
    boolean alone = settings.number("members").orElse(1L) == 1;
    return new Member(
        name,
        own,
        own.text("pid-file")
            .map(path ->
                numbered(path, index, alone || settings.values().containsKey("pid-file@" + index)))
            .orElse(files.resolve(index + ".pid")),
        own.text("log").map(Path::of).orElse(files.resolve(index + ".log")));
  }

  /** Two members never share a pid file: where one path is given for all, the index is added. */
  private static Path numbered(String path, int index, boolean own) {
    return Path.of(own ? path : path + "." + index);
  }

  /** Returns a service's name so that it is one plain file name, and no two names are the same. */
  private static String fileName(String service) {
    StringBuilder name = new StringBuilder();
    for (byte value : service.getBytes(StandardCharsets.UTF_8)) {
      char character = (char) (value & 0xff);
      name.append(
          isPlain(character, name.isEmpty()) ? character : "%%%02x".formatted((int) character));
    }
    return name.toString();
  }

  private static boolean isPlain(char character, boolean first) {
    return switch (character) {
      case '-', '_', '@' -> true;
      case '.' -> !first; // neither hidden nor a way up
      default -> character < 0x80 && Character.isLetterOrDigit(character);
    };
  }

  /** Returns its start, as a plan shows it. */
  Effect.Spawn start() {
    CommandLine command = command();
    return new Effect.Spawn(
        name,
        command.arguments(),
        command.directory(),
        new ArrayList<>(command.environment().keySet()),
        command.user(),
        pidFile,
        logFile);
  }

  /** Returns the command with the values of its environment, which may be secret. */
  CommandLine command() {
    Map<String, String> environment = settings.map("environment");
    return new CommandLine(
        settings.texts("command"),
        settings.text("directory").map(Path::of),
        environment,
        settings.text("user"));
  }
}
