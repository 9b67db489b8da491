package dev.bounce.rehearse;

import dev.bounce.backend.Backend;
import dev.bounce.check.Checked;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Span;
import dev.bounce.plan.Verb;
import dev.bounce.syntax.Statement.TestCase;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the tests of runbooks, each in a simulated world of its own and in virtual time. Touches
 * nothing real, but for other runbooks that a test names, which are read.
 */
public final class Rehearsal {
  private final Collection<Verb> verbs;
  private final Collection<Backend> backends;
  private final OtherRunbooks others;

  /**
   * @param verbs the built-in verbs
   * @param backends those of this version; only their declarations are used
   * @param others finds what {@code run "./other.runbook"} names
   */
  public Rehearsal(Collection<Verb> verbs, Collection<Backend> backends, OtherRunbooks others) {
    this.verbs = List.copyOf(verbs);
    this.backends = List.copyOf(backends);
    this.others = others;
  }

  /** Finds runbooks that a test names. */
  @FunctionalInterface
  public interface OtherRunbooks {
    /**
     * Returns a runbook, checked.
     *
     * @param path relative to the runbook that names it
     * @param problems is told why there is none
     */
    Optional<Checked> find(String path, Span named, Diagnostics problems);
  }

  /** Returns the tests of a runbook, in the order of the text. */
  public static List<TestCase> tests(Checked checked) {
    return checked.program().main().all(TestCase.class);
  }

  /** Returns what a test is called. */
  public static String name(TestCase test) {
    return test.name().plainText().orElseGet(() -> test.name().span().text());
  }

  /**
   * Runs one test.
   *
   * @param checked the sound program that it belongs to
   * @param parameters values of the runbook's parameters as texts, by name
   * @param seed chooses among what could happen at the same time: the same seed, the same verdict
   */
  public Verdict perform(
      Checked checked, TestCase test, Map<String, String> parameters, long seed) {
    TestWorld world = new TestWorld(verbs, backends, seed);
    return new Performance(world, others, checked, test, parameters).perform();
  }
}
