package dev.bounce.backend.docker;

import dev.bounce.host.FileOwnership;
import dev.bounce.host.FileStatus;
import dev.bounce.host.FollowedFile;
import dev.bounce.host.HostException;
import dev.bounce.host.HostException.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files in a container, seen and written as its root, by a few lines of shell for each. */
final class ContainerFiles {
  private static final String EXISTS = "[ -e \"$1\" ]";

  private static final String READ =
      """
      [ -e "$1" ] || exit 3
      [ ! -d "$1" ] || exit 4
      exec cat -- "$1"
      """;

  /** Each folder above the file up to the root, then the file itself, as ls(1) has them. */
  private static final String LIST =
      """
      folder=${1%/*}
      if cd -P "${folder:-/}" 2>/dev/null; then
        folder=$(pwd -P)
        while :; do
          ls -ldn "$folder"
          [ "$folder" != / ] || break
          folder=${folder%/*}
          folder=${folder:-/}
        done
      fi
      [ -e "$1" ] || [ -h "$1" ] || exit 3
      printf 'file\\n'
      ls -ldn "$1"
      """;

  private static final String TAIL = "[ -f \"$1\" ] && exec tail -c 65536 -- \"$1\"";

  private static final String WRITE =
      """
      umask 077
      mkdir -p "${1%/*}/" && printf '%s' "$2" >"$1.$3" && mv -f "$1.$3" "$1"
      """;

  /** The renaming is one step of the kernel; {@code mv -T} follows no link to a folder. */
  private static final String SWITCH_LINK =
      """
      folder="${1%/*}/"
      if [ -e "$1" ] && [ ! -h "$1" ]; then
        echo "no symbolic link, and not replaced by one" >&2
        exit 1
      fi
      case $2 in /*) there=$2 ;; *) there=$folder$2 ;; esac
      if [ ! -e "$there" ]; then
        echo "there is no $2 that it could point to" >&2
        exit 1
      fi
      ln -s -- "$2" "$1.$3" || exit 1
      mv -f -T -- "$1.$3" "$1" || { rm -f -- "$1.$3"; exit 1; }
      """;

  /** A pattern is expanded, and nothing else in it is read as shell. */
  private static final String GLOB =
      """
      IFS=
      for found in $1; do
        [ ! -e "$found" ] && [ ! -h "$found" ] || printf '%s\\0' "$found"
      done
      """;

  private static final Pattern ENTRY =
      Pattern.compile("(\\S)(\\S{9})\\S*\\s+([0-9]+)\\s+([0-9]+)\\s.*");

  /** Inode, uid, mode in hexadecimal, seconds since 1970. */
  private static final Pattern STATUS = Pattern.compile("([0-9]+) ([0-9]+) ([0-9a-f]+) ([0-9]+)");

  private static final int HEXADECIMAL = 16;
  private static final int ABSENT = 3;
  private static final int LIST_LIMIT = 1 << 20;
  private static final int MOST_FOUND = 10_000;
  private static final int LINE_LIMIT = 4096;

  /** An argument may have 128 KiB (execve(2)). */
  private static final int WRITE_LIMIT_BYTES = 1 << 16;

  private final String container;
  private final ContainerShell shell;

  ContainerFiles(String container, ContainerShell shell) {
    this.container = container;
    this.shell = shell;
  }

  /**
   * An entry of ls -ldn.
   *
   * @param kind {@code -} for a regular file, {@code d} for a folder
   * @param mode {@code rwxr-xr-x}
   */
  private record Entry(String kind, String mode, long links, String owner) {
    static Optional<Entry> parse(String line) {
      Matcher matcher = ENTRY.matcher(line);
      return matcher.matches()
          ? Optional.of(
              new Entry(
                  matcher.group(1),
                  matcher.group(2),
                  Long.parseLong(matcher.group(3)),
                  matcher.group(4)))
          : Optional.empty();
    }

    boolean byRoot() {
      return owner.equals("0");
    }

    boolean byGroup() {
      return mode.charAt(4) == 'w';
    }

    boolean byOthers() {
      return mode.charAt(7) == 'w';
    }

    boolean sticky() {
      return mode.charAt(8) == 't' || mode.charAt(8) == 'T';
    }
  }

  boolean exists(Path path) {
    return succeeds(EXISTS, path);
  }

  String read(Path path, int limitBytes) throws HostException {
    ContainerShell.Result result = shell.run(limitBytes, READ, path.toString());
    if (result.exitCode() == ABSENT) {
      throw new HostException(Reason.ABSENT, "there is no %s in %s".formatted(path, container));
    }
    if (result.exitCode() != 0) {
      throw new HostException(
          Reason.FAILED,
          "%s in %s cannot be read: %s"
              .formatted(path, container, result.exitCode() == 4 ? "a folder" : result.errors()));
    }
    if (!result.whole()) {
      throw new HostException(
          Reason.UNREADABLE,
          "%s in %s is longer than %d bytes".formatted(path, container, limitBytes));
    }
    return result.text();
  }

  String readTrusted(Path path, int limitBytes) throws HostException {
    ContainerShell.Result result = shell.run(LIST_LIMIT, LIST, path.toString());
    List<String> lines = result.text().lines().toList();
    int file = lines.indexOf("file");
    for (String line : lines.subList(0, file < 0 ? lines.size() : file)) {
      Entry folder = entry(path, line);
      distrust(
          path,
          !folder.byRoot() || (folder.byOthers() && !folder.sticky()),
          "is in a folder that somebody other than root can write");
    }
    if (result.exitCode() == ABSENT) {
      throw new HostException(Reason.ABSENT, "there is no %s in %s".formatted(path, container));
    }
    Entry entry = entry(path, file < 0 ? "" : lines.getLast());
    distrust(path, !entry.kind().equals("-"), "is not a regular file");
    distrust(path, !entry.byRoot(), "belongs to uid " + entry.owner());
    distrust(path, entry.byGroup() || entry.byOthers(), "can be written by others");
    distrust(path, entry.links() != 1, "has a second name");
    return read(path, limitBytes);
  }

  private Entry entry(Path path, String line) throws HostException {
    return Entry.parse(line)
        .orElseThrow(() ->
            new HostException(
                Reason.FAILED, "%s in %s cannot be looked at".formatted(path, container)));
  }

  private void distrust(Path path, boolean reason, String words) throws HostException {
    if (reason) {
      throw new HostException(Reason.PERMISSION, "%s in %s %s".formatted(path, container, words));
    }
  }

  List<String> tail(Path path, int lines) {
    try {
      List<String> all = shell.run(LIST_LIMIT, TAIL, path.toString()).text().lines().toList();
      return all.subList(Math.max(0, all.size() - lines), all.size()).stream()
          .map(line -> line.length() > LINE_LIMIT ? line.substring(0, LINE_LIMIT) : line)
          .toList();
    } catch (HostException _) {
      return List.of();
    }
  }

  FollowedFile follow(Path path, boolean isNew) {
    return new ContainerFollowedFile(shell, path, isNew);
  }

  List<Path> glob(String pattern) throws HostException {
    String found = shell.run(LIST_LIMIT, GLOB, pattern).text();
    List<Path> paths =
        Arrays.stream(found.split("\0", -1))
            .filter(name -> !name.isEmpty())
            .map(Path::of)
            .sorted()
            .toList();
    if (paths.size() > MOST_FOUND) {
      throw new HostException(
          Reason.UNREADABLE, "more than %,d files match %s".formatted(MOST_FOUND, pattern));
    }
    return paths;
  }

  Optional<FileOwnership> ownership(Path path) {
    return output("ls -ldnL -- \"$1\"", path)
        .flatMap(Entry::parse)
        .map(entry ->
            new FileOwnership(entry.owner(), entry.byRoot(), entry.byOthers() && !entry.sticky()));
  }

  /** Returns what stat(1) says, as both coreutils and busybox have it. */
  Optional<FileStatus> status(Path path) {
    return output("exec stat -L -c '%i %u %f %Y' -- \"$1\"", path)
        .map(STATUS::matcher)
        .filter(Matcher::matches)
        .map(fields ->
            new FileStatus(
                Long.parseLong(fields.group(1)),
                Integer.parseUnsignedInt(fields.group(2)),
                Integer.parseInt(fields.group(3), HEXADECIMAL),
                Instant.ofEpochSecond(Long.parseLong(fields.group(4)))));
  }

  Optional<Path> linkTarget(Path path) {
    return output("[ -h \"$1\" ] && readlink -- \"$1\"", path).map(Path::of);
  }

  Path realPath(Path path) throws HostException {
    return output("[ -e \"$1\" ] && readlink -f -- \"$1\"", path)
        .map(Path::of)
        .orElseThrow(() ->
            new HostException(Reason.ABSENT, "there is no %s in %s".formatted(path, container)));
  }

  void write(Path path, String text) throws HostException {
    if (text.getBytes(StandardCharsets.UTF_8).length > WRITE_LIMIT_BYTES) {
      throw new HostException(
          Reason.FAILED,
          "%s in %s is not written: more than %d bytes cannot be handed to a container's shell"
              .formatted(path, container, WRITE_LIMIT_BYTES));
    }
    change(WRITE, path, text, UUID.randomUUID().toString());
  }

  void link(Path link, Path target) throws HostException {
    change(SWITCH_LINK, link, target.toString(), UUID.randomUUID().toString());
  }

  void delete(Path path) throws HostException {
    change("rm -f -- \"$1\"", path);
  }

  private void change(String script, Path path, String... more) throws HostException {
    String[] arguments = new String[more.length + 1];
    arguments[0] = path.toString();
    System.arraycopy(more, 0, arguments, 1, more.length);
    ContainerShell.Result result = shell.run(1, script, arguments);
    if (result.exitCode() != 0) {
      throw new HostException(
          Reason.FAILED, "%s in %s: %s".formatted(path, container, result.errors()));
    }
  }

  private boolean succeeds(String script, Path path) {
    try {
      return shell.run(1, script, path.toString()).exitCode() == 0;
    } catch (HostException _) {
      return false;
    }
  }

  private Optional<String> output(String script, Path path) {
    try {
      ContainerShell.Result result = shell.run(LIST_LIMIT, script, path.toString());
      return Optional.of(result.text().stripTrailing())
          .filter(text -> result.exitCode() == 0 && !text.isEmpty());
    } catch (HostException _) {
      return Optional.empty();
    }
  }
}
