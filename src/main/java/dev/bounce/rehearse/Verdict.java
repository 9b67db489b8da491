package dev.bounce.rehearse;

import dev.bounce.diag.Diagnostic;
import dev.bounce.syntax.Statement.TestCase;
import java.time.Duration;
import java.util.List;

/**
 * What came of a test.
 *
 * @param test the test
 * @param problems why it has failed, in the order in which it went; none where it has passed
 * @param took how much virtual time it took
 */
public record Verdict(TestCase test, List<Diagnostic> problems, Duration took) {
  /** Copies the list. */
  public Verdict {
    problems = List.copyOf(problems);
  }

  /** Returns how much virtual time it took, as a person reads it. */
  public String time() {
    return Wording.time(took);
  }

  /** Tells whether everything was as the test expects. */
  public boolean isPassed() {
    return problems.isEmpty();
  }
}
