package dev.bounce.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks git which files have changed (git-diff(1)). Changes nothing, not even git's own index, and
 * runs no program that the repository names.
 */
public final class ChangedFiles {
  /**
   * What git says beside its answer goes nowhere: a warning must not look like the name of a file.
   */
  private static final List<String> QUIETLY =
      List.of("/bin/sh", "-c", "exec \"$@\" 2>/dev/null", "changed");

  private static final List<String> GIT =
      List.of("git", "-c", "core.fsmonitor=false", "diff", "--name-only", "-z", "--relative");
  private static final List<String> PLAINLY = List.of("--no-renames", "--no-ext-diff");
  private static final Map<String, String> ENVIRONMENT =
      Map.of("GIT_OPTIONAL_LOCKS", "0", "GIT_TERMINAL_PROMPT", "0", "LC_ALL", "C");
  private static final int NOT_FOUND = 127;

  private ChangedFiles() {}

  /**
   * Returns the paths of what a range has changed, relative to the directory, below which they all
   * are; of a renamed file the old and the new one.
   *
   * @param range two revisions, {@code a..b} or {@code a...b}; or one, and what the working tree
   *     has of tracked files is compared with it
   * @param directory a folder in a working tree, absent for that of the host
   * @throws HostException FAILED with what git says: when that is no repository, a revision is
   *     unknown, or git is not there; UNREADABLE when the answer is longer than {@link
   *     Host#OUTPUT_LIMIT}
   */
  public static List<String> find(
      Host host, String range, Optional<Path> directory, Duration timeout) throws HostException {
    if (range.isBlank() || range.startsWith("-")) {
      throw new HostException(
          HostException.Reason.FAILED, "`" + range + "` is no range of revisions of git");
    }
    List<String> quiet = words(range);
    CommandResult result = execute(host, quiet, directory, timeout);
    if (result.exitCode() != 0) {
      List<String> aloud = quiet.subList(QUIETLY.size(), quiet.size());
      throw failed(range, execute(host, aloud, directory, timeout));
    }
    if (result.truncated()) {
      throw new HostException(
          HostException.Reason.UNREADABLE, range + " changes more files than are looked at");
    }
    return Arrays.stream(result.output().split("\0")).filter(path -> !path.isEmpty()).toList();
  }

  /** Returns the words of the command that asks for a range, wherever it runs. */
  public static List<String> words(String range) {
    List<String> words = new ArrayList<>(QUIETLY);
    words.addAll(GIT);
    words.addAll(PLAINLY);
    words.add(range);
    words.add("--");
    return words;
  }

  /** Returns what the command prints that has found these paths. */
  public static String printed(List<String> paths) {
    return String.join("\0", paths);
  }

  private static CommandResult execute(
      Host host, List<String> words, Optional<Path> directory, Duration timeout)
      throws HostException {
    try {
      return host.execute(
          new CommandLine(words, directory, ENVIRONMENT, Optional.empty()), timeout, _ -> {});
    } catch (HostException e) {
      // To the functions of the language, absent would mean that there is no answer yet.
      throw e.reason() == HostException.Reason.ABSENT
          ? new HostException(HostException.Reason.FAILED, e.message())
          : e;
    }
  }

  private static HostException failed(String range, CommandResult result) {
    String said =
        result
            .output()
            .lines()
            .filter(line -> line.startsWith("fatal: "))
            .findFirst()
            .map(line -> line.substring(line.indexOf(' ') + 1))
            .orElse("git ended with exit code " + result.exitCode());
    if (result.exitCode() == NOT_FOUND) {
      said = "git is not installed";
    } else if (result.output().contains("Not a git repository")) {
      said = "the folder is in no git repository; `in: DIR` names another one";
    }
    return new HostException(
        HostException.Reason.FAILED, "what %s changes cannot be told: %s".formatted(range, said));
  }
}
