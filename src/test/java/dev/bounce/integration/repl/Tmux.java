package dev.bounce.integration.repl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** A real terminal that nobody sees, by tmux: keys go in, and its lines can be read. */
final class Tmux implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int LINES = 50;

  /**
   * Each look is a process, and tmux is not to be kept from showing by being asked what it shows.
   */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Path folder;
  private final Path socket;

  private Tmux(Path folder, Path socket) {
    this.folder = folder;
    this.socket = socket;
  }

  /**
   * Starts a command in a terminal; its exit code is shown when it has ended.
   *
   * @param folder is its working directory, and holds what belongs to this terminal
   * @throws TestAbortedException where tmux is missing and need not be there
   */
  static Tmux start(Path folder, int columns, List<String> command)
      throws IOException, InterruptedException {
    requireInstalled();
    Path script = folder.resolve("start.sh");
    List<String> quoted =
        command.stream().map(word -> "'" + word.replace("'", "'\\''") + "'").toList();
    Files.writeString(
        script,
        "trap : INT\ncd '"
            + folder
            + "'\n"
            + String.join(" ", quoted)
            + "\necho \"left with $?\"\nread -r _\n");
    Tmux tmux = new Tmux(folder, Files.createTempDirectory(folder, "tmux").resolve("s"));
    String size = Integer.toString(columns);
    String _ =
        tmux.tmux(
            "-u",
            "-f",
            "/dev/null",
            "new-session",
            "-d",
            "-x",
            size,
            "-y",
            Integer.toString(LINES),
            "sh",
            script.toString());
    return tmux;
  }

  private static void requireInstalled() throws InterruptedException {
    try {
      Process process = new ProcessBuilder("tmux", "-V").redirectErrorStream(true).start();
      int _ = process.waitFor();
    } catch (IOException missing) {
      if ("true".equals(System.getenv("BOUNCE_REQUIRE_COMPONENTS"))) {
        throw new AssertionError("tmux is missing; install the package tmux", missing);
      }
      throw new TestAbortedException("tmux is missing (package tmux)");
    }
  }

  /** Presses keys, by the names that tmux has for them; any other word is typed as it is. */
  Tmux press(String... keys) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("send-keys"));
    words.addAll(List.of(keys));
    String _ = tmux(words.toArray(String[]::new));
    return this;
  }

  /** Types a line and enters it. */
  Tmux enter(String line) throws IOException, InterruptedException {
    String _ = tmux("send-keys", "-l", line);
    return press("Enter");
  }

  /** Waits until some lines stand below each other; lines at the top may have gone by. */
  Tmux sees(String... lines) throws IOException, InterruptedException {
    String wanted = String.join("\n", lines);
    return waitsFor(wanted, screen -> screen.contains(wanted));
  }

  /** Waits until the last line is this one, as a prompt is that waits for an entry. */
  Tmux endsWith(String line) throws IOException, InterruptedException {
    return waitsFor(line, screen -> screen.stripTrailing().endsWith("\n" + line));
  }

  private Tmux waitsFor(String wanted, Predicate<String> condition)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    String screen = screen();
    while (!condition.test(screen)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("no\n" + wanted + "\nin\n" + screen);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
      screen = screen();
    }
    return this;
  }

  /** Waits until all of these words are shown, and returns what was shown then. */
  String screenWith(String... words) throws IOException, InterruptedException {
    AtomicReference<String> seen = new AtomicReference<>("");
    Tmux _ =
        waitsFor(
            String.join(" and ", words),
            screen -> {
              seen.set(screen);
              return Stream.of(words).allMatch(screen::contains);
            });
    return seen.get();
  }

  /** Gives the terminal another width. */
  Tmux resize(int columns) throws IOException, InterruptedException {
    String _ = tmux("resize-window", "-x", Integer.toString(columns));
    return this;
  }

  /** Tells whether the cursor is shown and long lines wrap, as it should be for who comes next. */
  boolean isAsUsual() throws IOException, InterruptedException {
    return tmux("display-message", "-p", "#{cursor_flag}#{wrap_flag}").strip().equals("11");
  }

  /** Returns all that was shown, with lines whole that were broken at the edge. */
  String wholeLines() throws IOException, InterruptedException {
    return "\n" + tmux("capture-pane", "-p", "-J", "-S", "-").replaceAll(" +\n", "\n");
  }

  /** Returns all that was shown, without blanks at the ends of lines. */
  String screen() throws IOException, InterruptedException {
    return "\n" + tmux("capture-pane", "-p", "-S", "-").replaceAll(" +\n", "\n");
  }

  private String tmux(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("tmux", "-S", socket.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().remove("NO_COLOR");
    builder.environment().put("BOUNCE_STATE", folder.resolve("state").toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(command + " failed: " + output);
    }
    return output;
  }

  @Override
  public void close() throws IOException {
    try {
      String _ = tmux("kill-server");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
