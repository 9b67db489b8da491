package dev.bounce.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * What {@code /proc} says of processes: proc_pid_stat(5), proc_pid_status(5), proc_pid_environ(5).
 */
final class ProcessTable {
  private static final Path PROC = Path.of("/proc");

  /** An environment is at most this long: a quarter of the usual 8 MiB stack limit, execve(2). */
  private static final int ENVIRONMENT_LIMIT_BYTES = 2 << 20;

  /** The parent of all threads of the kernel: kthreadd. */
  private static final long KERNEL_THREADS = 2;

  private static final int LOOKS = 100;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(1);

  private ProcessTable() {}

  /**
   * One line of {@code /proc/PID/stat}.
   *
   * @param state R, S, D, Z …
   * @param session the pid of the leader of its session
   * @param startTicks when it started, in clock ticks since boot
   */
  record Entry(long pid, char state, long parent, long session, long startTicks) {
    /** Parses the line; the name in brackets may itself hold brackets and spaces. */
    static Optional<Entry> parse(String line) {
      int nameEnd = line.lastIndexOf(')');
      int nameBegin = line.indexOf(" (");
      if (nameBegin < 0 || nameEnd < nameBegin) {
        return Optional.empty();
      }
      String[] fields = line.substring(nameEnd + 1).strip().split(" ", -1);
      if (fields.length < 20) {
        return Optional.empty();
      }
      return Optional.of(
          new Entry(
              Long.parseLong(line.substring(0, nameBegin)),
              fields[0].charAt(0),
              Long.parseLong(fields[1]),
              Long.parseLong(fields[3]),
              Long.parseLong(fields[19])));
    }

    /** A zombie has ended: only its parent has not yet asked how. */
    boolean isAlive() {
      return state != 'Z' && state != 'X' && state != 'x';
    }

    boolean isSameAs(Entry other) {
      return pid == other.pid && startTicks == other.startTicks;
    }
  }

  /** Returns the living process of that pid. */
  static Optional<Entry> living(long pid) {
    return read(pid, "stat", 4096).flatMap(Entry::parse).filter(Entry::isAlive);
  }

  /** Returns all living processes. */
  static List<Entry> living() {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path directory : directories) {
        living(Long.parseLong(directory.getFileName().toString())).ifPresent(entries::add);
      }
    } catch (IOException e) {
      throw new IllegalStateException("/proc cannot be read", e);
    }
    return entries;
  }

  /** Returns the living process with its owner; both are of the same process for certain. */
  static Optional<ProcessIdentity> identity(long pid) {
    Optional<Entry> before = living(pid);
    Optional<Integer> user = userId(Long.toString(pid));
    return living(pid)
        .filter(after -> before.isPresent() && after.isSameAs(before.get()) && user.isPresent())
        .map(after -> new ProcessIdentity(pid, after.startTicks(), user.get()));
  }

  /** Returns the effective uid of a process, {@code self} for this one. */
  static Optional<Integer> userId(String pid) {
    return read(PROC.resolve(pid).resolve("status"), 8192)
        .flatMap(text -> text.lines().filter(line -> line.startsWith("Uid:")).findFirst())
        .map(line -> Integer.parseUnsignedInt(line.split("\\s+", -1)[2]));
  }

  /** Tells whether a text stands in the environment that a process was started with. */
  static boolean environmentContains(long pid, String text) {
    return read(pid, "environ", ENVIRONMENT_LIMIT_BYTES)
        .filter(environment -> environment.contains(text))
        .isPresent();
  }

  /**
   * Returns the argument vector of a process; empty for a thread of the kernel. A process has none
   * for a moment while it executes another program, so this looks again for a tenth of a second,
   * but not for one that has ended meanwhile.
   */
  static List<String> arguments(Entry process) {
    List<String> arguments = arguments(process.pid());
    for (int i = 0; i < LOOKS && arguments.isEmpty() && canHaveArguments(process); i++) {
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      arguments = arguments(process.pid());
    }
    return arguments;
  }

  private static boolean canHaveArguments(Entry process) {
    boolean isOfKernel = process.pid() == KERNEL_THREADS || process.parent() == KERNEL_THREADS;
    return !isOfKernel && living(process.pid()).filter(process::isSameAs).isPresent();
  }

  /** Returns the argument vector of a process; empty also while it executes another program. */
  static List<String> arguments(long pid) {
    return read(pid, "cmdline", ENVIRONMENT_LIMIT_BYTES)
        .filter(text -> !text.isEmpty())
        .map(text -> text.endsWith("\0") ? text.substring(0, text.length() - 1) : text)
        .map(text -> Arrays.asList(text.split("\0", -1)))
        .orElse(List.of());
  }

  private static Optional<String> read(long pid, String file, int limit) {
    return read(PROC.resolve(Long.toString(pid)).resolve(file), limit);
  }

  private static Optional<String> read(Path path, int limit) {
    try (InputStream in = Files.newInputStream(path)) {
      return Optional.of(new String(in.readNBytes(limit), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty(); // it has ended, or it is not ours to look into
    }
  }
}
