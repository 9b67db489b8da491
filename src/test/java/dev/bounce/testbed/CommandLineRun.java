package dev.bounce.testbed;

import dev.bounce.cli.Console;
import dev.bounce.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs command lines of bounce in this JVM, over streams that are kept. */
public final class CommandLineRun {
  private static final int WIDTH = 100;

  private final Path state;

  /** Returns one whose runs are journalled in a folder. */
  public CommandLineRun(Path state) {
    this.state = state;
  }

  /** Runs a command that keeps or reads journals. */
  public Outcome stateful(String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(command, "--state", state.toString()));
    all.addAll(List.of(arguments));
    return run(all.toArray(String[]::new));
  }

  /** Runs a command line exactly as it is given. */
  public static Outcome run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false,
            WIDTH);
    int exitCode = Main.run(console, arguments);
    return new Outcome(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
