package dev.bounce.repl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.diag.DiagnosticText;
import dev.bounce.run.ExitCode;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A session whose entries come from a pipe. */
final class ScriptTest {
  private final SimulatedSession simulation = new SimulatedSession();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private ExitCode carryOut(String input) throws IOException {
    return new Script(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            DiagnosticText.Style.PLAIN)
        .carryOut(simulation.session, new BufferedReader(new StringReader(input)));
  }

  @Test
  void everyEntryIsCarriedOutWithoutAPrompt() throws IOException {
    assertEquals(ExitCode.DONE, carryOut("let x = 1\nif true {\n  log \"in\"\n}\nx + 1"));
    assertEquals("2\n", out.toString(StandardCharsets.UTF_8));
    assertTrue(simulation.shown().contains("  in\n"));
  }

  @Test
  void anErrorEndsIt() throws IOException {
    assertEquals(ExitCode.USAGE, carryOut("restrat web\nlog \"never\"\n"));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("repl:1:1:1"));
    assertEquals("", simulation.shown());
  }

  @Test
  void theFirstFailureIsTheExitCode() throws IOException {
    assertEquals(ExitCode.FAILED, carryOut("fail \"no\"\nlog \"never\"\n"));
    assertEquals(1, simulation.plans.size());
  }

  @Test
  void aBlockThatIsNeverClosedIsAnError() throws IOException {
    assertEquals(ExitCode.USAGE, carryOut("if true {\n  log \"in\"\n"));
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("error[S002]"));
  }

  @Test
  void quitEndsIt() throws IOException {
    assertEquals(ExitCode.DONE, carryOut(":quit\nfail \"no\"\n"));
    assertEquals(0, simulation.plans.size());
  }
}
