package dev.bounce.cli;

import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.DiagnosticText;
import dev.bounce.repl.TerminalSize;
import dev.bounce.report.Margin;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;

/**
 * Where commands write: results to {@code out}, everything else to {@code err}.
 *
 * @param out what a pipe is meant to get
 * @param err what a person is meant to read
 * @param interactive whether a person looks at {@code err} and can answer
 * @param colour whether colours are shown
 * @param width how wide diagnostics are where no margin is known
 * @param margin how far to the right plans and reports may go
 * @param debug whether it is shown where bounce met an error
 */
public record Console(
    PrintStream out,
    PrintStream err,
    boolean interactive,
    boolean colour,
    int width,
    Margin margin,
    boolean debug) {
  private static final int DEFAULT_WIDTH = 100;
  private static final int LEAST_WIDTH = 40;

  /** A console for somebody who does not look for mistakes of bounce. */
  public Console(PrintStream out, PrintStream err, boolean interactive, boolean colour, int width) {
    this(out, err, interactive, colour, width, Margin.NONE, false);
  }

  /** Returns this console for somebody who looks for a mistake of bounce. */
  Console debugging() {
    return new Console(out, err, interactive, colour, width, margin, true);
  }

  /** Returns the console of this process. */
  @SuppressWarnings("SystemConsoleNull") // without a terminal, JDK 25 still returns null
  public static Console ofProcess() {
    java.io.Console terminal = System.console();
    boolean interactive = terminal != null && terminal.isTerminal();
    boolean plain = System.getenv("NO_COLOR") != null || "dumb".equals(System.getenv("TERM"));
    return new Console(
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        interactive,
        interactive && !plain,
        DEFAULT_WIDTH,
        Margin.of(() -> interactive ? ofTerminal() : ofEnvironment()),
        false);
  }

  /** Returns how runs are told: traces of errors would not go together with a region. */
  Narration.Style narration() {
    if (!colour) {
      return Narration.Style.PLAIN;
    }
    return interactive && !debug ? Narration.Style.LIVE : Narration.Style.COLOURED;
  }

  /** Shows what is wrong. */
  void show(List<Diagnostic> diagnostics) {
    if (!diagnostics.isEmpty()) {
      err.print(
          DiagnosticText.render(
              diagnostics, new DiagnosticText.Style(colour, margin.columns().orElse(width))));
      err.flush();
    }
  }

  /** Shows where bounce met an error, to somebody who asked for that. */
  void trace(Throwable error) {
    if (debug) {
      error.printStackTrace(err);
      err.flush();
    }
  }

  private static OptionalInt ofTerminal() {
    OptionalInt columns = TerminalSize.columns();
    return columns.isPresent()
        ? OptionalInt.of(Math.max(LEAST_WIDTH, columns.getAsInt()))
        : ofEnvironment();
  }

  private static OptionalInt ofEnvironment() {
    String columns = System.getenv().getOrDefault("COLUMNS", "").strip();
    return columns.matches("[0-9]{2,4}")
        ? OptionalInt.of(Math.max(LEAST_WIDTH, Integer.parseInt(columns)))
        : OptionalInt.empty();
  }
}
