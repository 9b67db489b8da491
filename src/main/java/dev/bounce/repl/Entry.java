package dev.bounce.repl;

import dev.bounce.diag.Diagnostic;
import dev.bounce.run.ExitCode;
import dev.bounce.run.Report;
import java.util.List;
import java.util.Optional;

/**
 * What an entry of a session came to.
 *
 * @param exitCode how it ended; DONE also where there was nothing to do
 * @param errors why it was refused; then it has changed nothing, neither the world nor the session
 * @param output text to show, its last line ended: a value, a plan, help; often empty
 * @param report of its run, where it had one; whoever ran it has shown it already
 * @param leaves whether the session is to end
 */
public record Entry(
    ExitCode exitCode,
    List<Diagnostic> errors,
    String output,
    Optional<Report> report,
    boolean leaves) {
  /** Copies the list. */
  public Entry {
    errors = List.copyOf(errors);
  }

  /** Returns an entry that had nothing to do. */
  static Entry nothing() {
    return showing("");
  }

  /** Returns an entry that ran nothing and shows a text. */
  static Entry showing(String output) {
    return new Entry(ExitCode.DONE, List.of(), output, Optional.empty(), false);
  }

  /** Returns an entry that is wrong. */
  static Entry refused(List<Diagnostic> errors) {
    return refused(errors, ExitCode.USAGE);
  }

  /** Returns an entry that could not be carried out. */
  static Entry refused(List<Diagnostic> errors, ExitCode exitCode) {
    return new Entry(exitCode, errors, "", Optional.empty(), false);
  }

  /** Returns an entry that was run. */
  static Entry ran(Report report, String output) {
    return new Entry(report.exitCode(), List.of(), output, Optional.of(report), false);
  }

  /** Returns the entry that ends the session. */
  static Entry leaving() {
    return new Entry(ExitCode.DONE, List.of(), "", Optional.empty(), true);
  }
}
