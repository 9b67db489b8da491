package dev.bounce.host;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A machine, as far as a runbook needs it: this one, or one that is reached somehow.
 *
 * <p>Every call that can wait is bounded by a time-out and ends early, with {@link
 * HostException.Reason#INTERRUPTED}, when its thread is interrupted, whose interrupt status is then
 * set again. Methods that change something say so; all others only read.
 */
public interface Host {
  /** How much output of a command, or body of an answer, is kept. */
  int OUTPUT_LIMIT = 1 << 20;

  /** How the line begins that {@link #spawn} writes into a log file before the command's own. */
  String START_MARK = "--- bounce starts pid ";

  /** Returns the name that plans and reports show. */
  String name();

  /**
   * Runs a command to its end. Changes whatever the command changes. When this returns, by whatever
   * way, the command and all its descendants have ended.
   *
   * @param onLine is told each line of output as it comes, without its line ending, one at a time
   *     but from another thread; nothing any more once {@link #OUTPUT_LIMIT} is reached
   * @throws HostException TIMEOUT or INTERRUPTED when it had to be ended; PERMISSION when sudo asks
   *     for a password; a command that is not found is a result, with exit code 127
   */
  CommandResult execute(CommandLine command, Duration timeout, Consumer<String> onLine)
      throws HostException;

  /**
   * Sends a request and reads the answer. Changes what the request asks for.
   *
   * @param onSent is told, from another thread, when the whole request has been written
   */
  HttpResponse exchange(HttpRequest request, Duration timeout, Runnable onSent)
      throws HostException;

  /** Sends a request and reads the answer. Changes what the request asks for. */
  default HttpResponse exchange(HttpRequest request, Duration timeout) throws HostException {
    return exchange(request, timeout, () -> {});
  }

  /**
   * Sends a request and hands on the body of a good answer as it comes, however long it is. Changes
   * what the request asks for.
   *
   * @param sink takes the body of an answer below 400, from another thread; what it throws breaks
   *     the exchange
   * @return the answer; without its body where that went to the sink
   */
  HttpResponse stream(HttpRequest request, Duration timeout, OutputStream sink)
      throws HostException;

  /** Opens a connection and closes it again. */
  void connect(Endpoint endpoint, Duration timeout) throws HostException;

  /** Returns the process of that pid; a zombie, or none, is absent. */
  Optional<ProcessIdentity> process(long pid);

  /** Returns all living processes, by rising pid; none that ended while they were looked at. */
  List<RunningProcess> processes() throws HostException;

  /** Returns when a process started, by this machine's clock. */
  Instant startedAt(ProcessIdentity process);

  /**
   * Sends a signal. Changes the process.
   *
   * @param signal its name without SIG
   * @throws HostException STALE when the pid is another process by now; then nothing was sent
   */
  void signal(ProcessIdentity process, String signal) throws HostException;

  /**
   * Returns the living processes of the session that a spawned process leads, or led until it
   * ended, itself first. None that cannot be proven to be of it.
   */
  List<ProcessIdentity> session(ProcessIdentity leader);

  /**
   * Starts a command in a session of its own, with no terminal, its output appended to a file
   * behind a line that begins with {@link #START_MARK}. It outlives bounce. Changes: one process,
   * the log file; the folders above it are made.
   *
   * @param beforeStart is told the process before it executes the command; when that throws, or
   *     bounce ends, the command is never executed. So no process can exist that nobody has noted.
   * @return the process; how it ends is known for as long as bounce lives
   * @throws HostException when it could not be started, with the operating system's words
   */
  SpawnedProcess spawn(CommandLine command, Path logFile, BeforeStart beforeStart, Duration timeout)
      throws HostException;

  /** What notes a process that is about to be started. */
  @FunctionalInterface
  interface BeforeStart {
    /** Notes it, or throws to prevent it. */
    void note(ProcessIdentity process) throws HostException;
  }

  /** Returns whether a file or folder is there. */
  boolean exists(Path path);

  /**
   * Returns who owns a file, folder or socket and who may write it, symbolic links followed; absent
   * when it is not there or cannot be seen.
   */
  Optional<FileOwnership> ownership(Path path);

  /**
   * Returns what the file system says of a file, symbolic links followed; absent when it is not
   * there, cannot be seen, or the host does not tell.
   */
  default Optional<FileStatus> status(Path path) {
    return Optional.empty();
  }

  /** Returns what a symbolic link points to, as it stands there; absent when it is no link. */
  Optional<Path> linkTarget(Path path);

  /**
   * Returns a path with all symbolic links resolved.
   *
   * @throws HostException ABSENT when there is nothing
   */
  Path realPath(Path path) throws HostException;

  /**
   * Returns the files and folders that match a pattern, sorted by name. In it {@code *} and {@code
   * ?} match within a name, {@code [abc]} one of these characters; symbolic links are not followed
   * to folders that are searched.
   *
   * @throws HostException UNREADABLE when there are more than 10,000
   */
  List<Path> glob(String pattern) throws HostException;

  /**
   * Returns a file as UTF-8.
   *
   * @throws HostException ABSENT, PERMISSION, or UNREADABLE when it is longer than {@code
   *     limitBytes}
   */
  String read(Path path, int limitBytes) throws HostException;

  /**
   * Returns a file that nobody but this user and root can have written: a regular file, no symbolic
   * link, owned by one of them and writable by no other, in a folder where nobody else can replace
   * it.
   *
   * @throws HostException PERMISSION, saying which of these does not hold, also of the folder of a
   *     file that is not there; ABSENT; UNREADABLE when it is longer than {@code limitBytes}
   */
  String readTrusted(Path path, int limitBytes) throws HostException;

  /** Returns the last lines of a file, oldest first; none when it cannot be read. */
  List<String> tail(Path path, int lines);

  /**
   * Begins to follow a regular file, no symbolic link, that need not be there yet. To be closed.
   *
   * @param isNew whether what it holds already counts as added
   */
  FollowedFile follow(Path path, boolean isNew);

  /**
   * Writes a file anew: others see the old text or the new, never a part. It is readable by its
   * owner only; a symbolic link in its place is replaced, not followed. Missing folders above it
   * are made, for its owner only.
   */
  void write(Path path, String text) throws HostException;

  /**
   * Makes a symbolic link, or lets one that is there point elsewhere: others see the old target or
   * the new, at any time one of them. Changes: the link.
   *
   * @param target what it points to, taken as it stands; relative to the folder of the link
   * @throws HostException ABSENT when there is nothing where it would point to, or no folder for
   *     the link; FAILED when there is something in its place that is no symbolic link; then
   *     nothing has changed
   */
  void link(Path link, Path target) throws HostException;

  /** Deletes a file if it is there. */
  void delete(Path path) throws HostException;
}
