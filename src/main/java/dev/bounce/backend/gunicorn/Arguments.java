package dev.bounce.backend.gunicorn;

import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.host.RunningProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What gunicorn was told on its command line; empty where it has set a title instead.
 *
 * @param words the argument vector
 */
record Arguments(List<String> words) {
  private static final int CONFIGURATION_LIMIT_BYTES = 1 << 20;
  private static final Pattern PRELOAD = Pattern.compile("(?m)^\\s*preload_app\\s*=\\s*True\\b");

  /** Copies the list. */
  Arguments {
    words = List.copyOf(words);
  }

  /** Tells whether an argument vector is that of gunicorn's master, or of a worker of it. */
  static boolean isGunicorn(List<String> words) {
    if (words.getFirst().startsWith("gunicorn: ")) {
      return words.getFirst().startsWith("gunicorn: master");
    }
    return words.stream().limit(3).map(Arguments::fileName).anyMatch(Arguments::isProgram);
  }

  private static boolean isProgram(String name) {
    return name.equals("gunicorn") || name.equals("gunicorn3");
  }

  private static String fileName(String word) {
    return word.substring(word.lastIndexOf('/') + 1);
  }

  /** Returns how many workers it was told to have. */
  Optional<Integer> workers() {
    return value("-w", "--workers")
        .filter(text -> text.matches("[0-9]{1,5}"))
        .map(Integer::parseInt);
  }

  /** Returns where it was told to load the application, in the words that say so. */
  Optional<String> preload(RunningProcess master, Host host) {
    if (words.contains("--preload")) {
      return Optional.of("--preload");
    }
    Path folder = Path.of("/proc", Long.toString(master.identity().pid()), "cwd");
    Optional<Path> working = host.linkTarget(folder);
    Path configuration = Path.of(value("-c", "--config").orElse("gunicorn.conf.py"));
    try {
      String text =
          host.read(
              working.map(path -> path.resolve(configuration)).orElse(configuration),
              CONFIGURATION_LIMIT_BYTES);
      return PRELOAD.matcher(text).find()
          ? Optional.of("preload_app in " + configuration)
          : Optional.empty();
    } catch (HostException e) {
      return Optional.empty(); // it has none, or it is not ours to look into
    }
  }

  private Optional<String> value(String brief, String full) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if ((word.equals(brief) || word.equals(full)) && i + 1 < words.size()) {
        return Optional.of(words.get(i + 1));
      }
      if (word.startsWith(full + "=")) {
        return Optional.of(word.substring(full.length() + 1));
      }
      if (word.startsWith(brief) && word.length() > 2) {
        return Optional.of(word.substring(2));
      }
    }
    return Optional.empty();
  }
}
