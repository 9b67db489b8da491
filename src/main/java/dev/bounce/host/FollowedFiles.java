package dev.bounce.host;

import dev.bounce.host.HostException.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows files. What is there at the beginning is read from its end on; a file that comes later,
 * from its beginning.
 */
public final class FollowedFiles implements LogFollower {
  /** A log that is being rotated is away for a moment, and so is a container that restarts. */
  private static final int LOOKS_AWAY = 2;

  /** Files at the same time; each is held open. */
  private static final int MOST = 500;

  /** For the beginning; a file that is not reached by then is begun at the next look. */
  private static final Duration BEGINNING = Duration.ofSeconds(10);

  private final Host host;
  private final Finder finder;
  private final String all;
  private final Map<Path, Followed> files = new LinkedHashMap<>();

  /** Whether all files have been begun that there were at the beginning. */
  private boolean begun;

  /** Looks in a row that could not find out which files there are. */
  private int unfound;

  /** Who is asked first: the one for whom there was no time. */
  private int first;

  /** Says which files there are now, and whose logs they are. */
  @FunctionalInterface
  public interface Finder {
    /** Returns the source of each file, in the order in which they are told. */
    Map<Path, String> find() throws HostException;
  }

  /** The time that is left for a look. */
  private static final class Time {
    private final long deadline;
    private boolean ended;

    Time(Duration timeout) {
      this.deadline = System.nanoTime() + timeout.toNanos();
    }

    boolean isOver() {
      return ended || System.nanoTime() - deadline >= 0;
    }

    /** Nobody is asked any more where somebody was interrupted. */
    void note(HostException trouble) {
      ended |= trouble.reason() == Reason.INTERRUPTED;
    }
  }

  private static final class Followed {
    private final Path path;
    private final FollowedFile file;
    private final AddedLines lines;
    private boolean seen;
    private boolean done;

    /** Looks in a row that have not reached it, although it was there before. */
    private int missed;

    Followed(String source, Path path, FollowedFile file) {
      this.path = path;
      this.file = file;
      this.seen = file.isThere();
      this.lines = new AddedLines(source);
    }

    private LogPortion look(boolean last, Time time) {
      boolean late = time.isOver();
      Optional<String> wrong = late ? missed("was not looked at in time") : ask(time);
      Optional<String> trouble = wrong.filter(_ -> last || missed >= LOOKS_AWAY);
      LogPortion added = lines.take(false, trouble);
      if (!last || added.holdsLines()) {
        return added;
      }
      done = !late;
      return lines.take(true, trouble);
    }

    private Optional<String> ask(Time time) {
      try {
        file.look(lines);
      } catch (HostException e) {
        time.note(e);
        missed++;
        return Optional.of(e.message());
      }
      seen |= file.isThere();
      if (!file.isThere() && seen) {
        return missed("is not there");
      }
      missed = 0;
      // Whoever writes it may only be about to start.
      return file.isThere() ? Optional.empty() : Optional.of(path + " is not there");
    }

    private Optional<String> missed(String why) {
      missed++;
      return Optional.of(path + " " + why);
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
    try {
      Optional<String> _ = find(new Time(BEGINNING));
    } catch (HostException _) {
      // The looks say so where it lasts.
    }
  }

  /** Begins to follow files that are not followed yet; returns why some of them are not. */
  private Optional<String> find(Time time) throws HostException {
    for (Map.Entry<Path, String> found : finder.find().entrySet()) {
      Path path = found.getKey();
      if (!files.containsKey(path)) {
        if (files.size() == MOST) {
          return Optional.of("only %d files are followed".formatted(MOST));
        }
        if (time.isOver()) {
          return Optional.of("not all files were looked at in time");
        }
        // Of what was there at the beginning, nothing counts as added, however late it is found.
        files.put(path, new Followed(found.getValue(), path, host.follow(path, begun)));
      }
    }
    begun = true;
    return Optional.empty();
  }

  private Optional<String> find(boolean last, Time time) {
    try {
      Optional<String> trouble = find(time);
      unfound = 0;
      return trouble.or(
          () -> last && files.isEmpty() ? Optional.of("there is no such file") : Optional.empty());
    } catch (HostException e) {
      time.note(e);
      unfound++;
      return Optional.of(e.message()).filter(_ -> last || unfound >= LOOKS_AWAY);
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
    Time time = new Time(timeout);
    List<LogPortion> portions = new ArrayList<>();
    find(last, time).ifPresent(why -> portions.add(LogPortion.trouble(all, why)));
    List<Followed> inTurn = new ArrayList<>(files.values());
    Collections.rotate(inTurn, -first);
    int asked = 0;
    for (Followed followed : inTurn) {
      asked += time.isOver() ? 0 : 1;
      if (!last || !followed.done) {
        portions.add(followed.look(last, time));
      }
    }
    first = asked == inTurn.size() ? 0 : (first + asked) % inTurn.size();
    portions.removeIf(LogPortion::isEmpty);
    return portions;
  }

  @Override
  public void close() {
    files.values().forEach(followed -> followed.file.close());
  }
}
