package dev.bounce.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows files. What is there at the beginning is read from its end on; a file that comes later,
 * from its beginning.
 */
public final class FollowedFiles implements LogFollower {
  /** A log that is being rotated is away for a moment. */
  private static final int LOOKS_AWAY = 2;

  /** Files at the same time; each is held open. */
  private static final int MOST = 500;

  private final Host host;
  private final Finder finder;
  private final String all;
  private final Map<Path, Followed> files = new LinkedHashMap<>();

  /** Says which files there are now, and whose logs they are. */
  @FunctionalInterface
  public interface Finder {
    /** Returns the source of each file, in the order in which they are told. */
    Map<Path, String> find() throws HostException;
  }

  private static final class Followed {
    private final Path path;
    private final FollowedFile file;
    private final AddedLines lines;
    private boolean seen;
    private int away;

    Followed(String source, Path path, FollowedFile file) {
      this.path = path;
      this.file = file;
      this.seen = file.isThere();
      this.lines = new AddedLines(source);
    }

    private LogPortion look(boolean last) {
      Optional<String> trouble = Optional.empty();
      try {
        file.look(lines);
        seen |= file.isThere();
        away = file.isThere() ? 0 : away + 1;
        boolean isGone = seen && away >= LOOKS_AWAY;
        if (isGone || (last && away > 0)) {
          trouble = Optional.of(path + " is not there");
        }
      } catch (HostException e) {
        trouble = Optional.of(e.message());
      }
      return lines.take(last, trouble);
    }
  }

  /**
   * @param finder asked at each look, as a restart may begin a new file
   * @param all what troubles are told of that are none of a single file
   */
  public FollowedFiles(Host host, Finder finder, String all) {
    this.host = host;
    this.finder = finder;
    this.all = all;
    LogPortion _ = find(false);
  }

  private LogPortion find(boolean isNew) {
    try {
      for (Map.Entry<Path, String> found : finder.find().entrySet()) {
        Path path = found.getKey();
        if (!files.containsKey(path)) {
          if (files.size() == MOST) {
            return LogPortion.trouble(all, "only %d files are followed".formatted(MOST));
          }
          files.put(path, new Followed(found.getValue(), path, host.follow(path, isNew)));
        }
      }
      return new LogPortion(all, List.of(), 0, Optional.empty());
    } catch (HostException e) {
      return LogPortion.trouble(all, e.message());
    }
  }

  /** Notes whose log a file is; one of several members is known by the name of the file. */
  public static void note(Map<Path, String> files, Path path, String member) {
    files.merge(path, member, (known, other) -> known.equals(other) ? known : nameOf(path));
  }

  /** Returns the name of a log file, without {@code .log}. */
  public static String nameOf(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.endsWith(".log") && name.length() > ".log".length()
        ? name.substring(0, name.length() - ".log".length())
        : name;
  }

  @Override
  public List<LogPortion> look(boolean last, Duration timeout) {
    List<LogPortion> portions = new ArrayList<>();
    portions.add(find(true));
    if (last && files.isEmpty()) {
      portions.add(LogPortion.trouble(all, "there is no such file"));
    }
    files.values().forEach(followed -> portions.add(followed.look(last)));
    portions.removeIf(LogPortion::isEmpty);
    return portions;
  }

  @Override
  public void close() {
    files.values().forEach(followed -> followed.file.close());
  }
}
