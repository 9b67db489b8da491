package dev.bounce.backend.docker;

import dev.bounce.backend.docker.ContainerShell.Result;
import dev.bounce.host.AddedLines;
import dev.bounce.host.FollowedFile;
import dev.bounce.host.HostException;
import dev.bounce.host.HostException.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A file inside of a container. It is known by its inode: when that has changed, the rest of the
 * old one is looked for beside it, where rotation leaves it.
 */
final class ContainerFollowedFile implements FollowedFile {
  /** Bytes that one look reads. */
  private static final int LOOK_BYTES = 1 << 20;

  private static final int HEADER_BYTES = 64;

  /**
   * Prints on a line the inode, how far that file is read afterwards, and where the seam is: how
   * many bytes of what follows are the rest of the former file, or {@code none} where it is still
   * the same file. Then what was added. As long as not all of the rest was read, the former file
   * stays the one that is followed. Arguments: the file, its inode at the last look, how far it was
   * read or {@code end}, and how much may be read.
   */
  private static final String LOOK =
      """
      if [ -h "$1" ] || { [ -e "$1" ] && [ ! -f "$1" ]; }; then
        echo irregular
        exit
      fi
      now=$(stat -c '%i %s' -- "$1" 2>&1) || {
        [ -e "$1" ] && exit 1
        echo absent
        exit
      }
      inode=${now% *} end=${now#* } from=$3 room=$4 rest=0 seam=none old=
      [ "$from" = end ] && from=$end
      if [ -n "$2" ] && [ "$2" != "$inode" ]; then
        for other in "$1".* "$1"-* "${1%.log}"-*; do
          then=$(stat -c '%i %s' -- "$other" 2>/dev/null) || continue
          [ "${then% *}" = "$2" ] && old=$other && rest=$((${then#* } - from)) && break
        done
        [ "$rest" -lt 0 ] && rest=0
        if [ "$rest" -gt "$room" ]; then
          echo "$2 $((from + room)) none"
          tail -c +$((from + 1)) -- "$old" | head -c "$room"
          exit
        fi
        behind=$from from=0 room=$((room - rest)) seam=$rest
      fi
      [ "$from" -gt "$end" ] && from=0 seam=0
      [ $((end - from)) -gt "$room" ] && end=$((from + room))
      echo "$inode $end $seam"
      [ "$rest" = 0 ] || tail -c +$((behind + 1)) -- "$old" | head -c "$rest"
      [ "$end" = "$from" ] || tail -c +$((from + 1)) -- "$1" | head -c $((end - from))
      """;

  private final ContainerShell shell;
  private final Path path;
  private String inode = "";
  private String position;
  private boolean there;

  /** Looks at once, so that it knows what does not count as added. */
  ContainerFollowedFile(ContainerShell shell, Path path, boolean isNew) {
    this.shell = shell;
    this.path = path;
    this.position = isNew ? "0" : "end";
    if (!isNew) {
      try {
        look(new AddedLines(""));
      } catch (HostException _) {
        // The next look says so.
      }
    }
  }

  @Override
  public void look(AddedLines lines) throws HostException {
    Result result =
        shell.run(
            LOOK_BYTES + HEADER_BYTES,
            LOOK,
            path.toString(),
            inode,
            position,
            Integer.toString(LOOK_BYTES));
    byte[] bytes = result.bytes();
    int headerEnd = 0;
    while (headerEnd < bytes.length && bytes[headerEnd] != '\n') {
      headerEnd++;
    }
    String header = new String(bytes, 0, headerEnd, StandardCharsets.UTF_8);
    there = !header.equals("absent");
    if (!there) {
      // What comes in its place is new.
      position = inode.isEmpty() ? "0" : position;
      return;
    }
    if (!header.matches("[0-9]+ [0-9]+ ([0-9]+|none)")) {
      String why = header.equals("irregular") ? "is no regular file" : "cannot be read";
      throw new HostException(
          Reason.UNREADABLE, "%s %s %s".formatted(path, why, result.errors()).strip());
    }
    String[] words = header.split(" ", -1);
    inode = words[0];
    position = words[1];
    int from = Math.min(headerEnd + 1, bytes.length);
    if (!words[2].equals("none")) {
      int seam = Math.min(Integer.parseInt(words[2]), bytes.length - from);
      lines.write(bytes, from, seam);
      lines.endLine();
      from += seam;
    }
    lines.write(bytes, from, bytes.length - from);
  }

  @Override
  public boolean isThere() {
    return there;
  }

  @Override
  public void close() {}
}
