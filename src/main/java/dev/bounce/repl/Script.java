package dev.bounce.repl;

import dev.bounce.diag.DiagnosticText;
import dev.bounce.run.ExitCode;
import dev.bounce.syntax.Parser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;

/**
 * A session without anybody at the keyboard: entries come from a pipe or a file. As in a runbook,
 * the first one that fails is the last one.
 */
public final class Script {
  private final PrintStream out;
  private final PrintStream err;
  private final DiagnosticText.Style style;

  /**
   * @param out what entries show
   * @param err what is wrong with them
   * @param style how that is shown
   */
  public Script(PrintStream out, PrintStream err, DiagnosticText.Style style) {
    this.out = out;
    this.err = err;
    this.style = style;
  }

  /** Carries out all entries up to the first that fails; returns how it ended. */
  public ExitCode carryOut(Session session, BufferedReader input) throws IOException {
    StringBuilder text = new StringBuilder();
    while (true) {
      String line = input.readLine();
      if (line != null) {
        text.append(text.isEmpty() ? "" : "\n").append(line);
        if (Parser.isIncomplete(SessionCommands.statements(text.toString()))) {
          continue;
        }
      }
      Entry entry = session.enter(text.toString());
      show(entry);
      text.setLength(0);
      if (line == null || entry.leaves() || entry.exitCode() != ExitCode.DONE) {
        return entry.exitCode();
      }
    }
  }

  private void show(Entry entry) {
    out.print(entry.output());
    out.flush();
    if (!entry.errors().isEmpty()) {
      err.print(DiagnosticText.render(entry.errors(), style));
      err.flush();
    }
  }
}
