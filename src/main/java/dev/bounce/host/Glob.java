package dev.bounce.host;

import dev.bounce.host.HostException.Reason;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Finds the files and folders of this machine that match a pattern. */
final class Glob {
  private static final int MOST = 10_000;
  private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

  private final List<Path> found = new ArrayList<>();
  private int looked;

  /** Returns what matches, sorted; a relative pattern starts from {@code directory}. */
  static List<Path> find(Path directory, String pattern) throws HostException {
    Glob glob = new Glob();
    Path path = Path.of(pattern);
    Path root = path.isAbsolute() ? path.getRoot() : directory;
    List<String> names = new ArrayList<>();
    path.forEach(name -> names.add(name.toString()));
    glob.search(root, path.isAbsolute() ? path.getRoot() : Path.of(""), names);
    return glob.found.stream().sorted().toList();
  }

  /**
   * @param folder where to look
   * @param shown how the result names it
   * @param names what is left of the pattern
   */
  private void search(Path folder, Path shown, List<String> names) throws HostException {
    if (names.isEmpty()) {
      found.add(shown);
      return;
    }
    String name = names.getFirst();
    List<String> rest = names.subList(1, names.size());
    if (!WILDCARD.matcher(name).find()) {
      Path next = folder.resolve(name);
      if (Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
        search(next, shown.resolve(name), rest);
      }
      return;
    }
    PathMatcher matcher = matcher(name);
    for (Path entry : entries(folder)) {
      boolean hidden = entry.getFileName().toString().startsWith(".") && !name.startsWith(".");
      boolean searched = rest.isEmpty() || Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
      if (!hidden && searched && matcher.matches(entry.getFileName())) {
        search(entry, shown.resolve(entry.getFileName()), rest);
      }
    }
  }

  private static PathMatcher matcher(String name) throws HostException {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + name);
    } catch (PatternSyntaxException e) {
      throw new HostException(Reason.UNREADABLE, "the pattern " + name + " cannot be read");
    }
  }

  private List<Path> entries(Path folder) throws HostException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path entry : stream) {
        entries.add(entry);
        if (++looked > MOST) {
          throw new HostException(
              Reason.UNREADABLE, "more than %,d files were looked at".formatted(MOST));
        }
      }
    } catch (IOException | DirectoryIteratorException _) {
      return List.of();
    }
    return entries;
  }
}
