package dev.bounce.integration.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.run.ExitCode;
import dev.bounce.testbed.BounceProcess;
import dev.bounce.testbed.CommandLineRun;
import dev.bounce.testbed.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What docs/exit-codes.md promises; 130 is with {@link InterruptedRunTest}. */
@Tag("integration")
final class ExitCodeTest {
  @TempDir private Path folder;

  private Outcome exec(String statements, String... options) {
    return new CommandLineRun(folder.resolve("state"))
        .stateful(
            "exec",
            Stream.concat(Stream.of(options), Stream.of(statements)).toArray(String[]::new));
  }

  private static void assertExit(ExitCode wanted, Outcome outcome) {
    assertEquals(wanted.number(), outcome.exitCode(), outcome::all);
  }

  @ParameterizedTest
  @EnumSource
  void everyCodeIsDocumented(ExitCode code) throws Exception {
    String page = Files.readString(Path.of("docs/exit-codes.md"));
    assertTrue(page.contains("\n| " + code.number() + " | "), code::name);
  }

  @Test
  void doneIsZero() {
    assertExit(ExitCode.DONE, exec("log \"a\""));
    assertExit(ExitCode.DONE, exec("confirm \"sure?\"; log \"a\"", "--yes"));
    assertExit(ExitCode.DONE, exec("fail \"never\"", "--dry-run"));
    assertExit(ExitCode.DONE, CommandLineRun.run("--version"));
    assertExit(ExitCode.DONE, CommandLineRun.run("explain", "B003"));
  }

  @Test
  void aFailedRunIsOne() {
    assertExit(ExitCode.FAILED, exec("log \"a\"; fail \"b\""));
    assertExit(ExitCode.FAILED, exec("run [\"false\"]"));
    assertExit(ExitCode.FAILED, exec("run [\"true\"]; check 1 == 2"));
  }

  @Test
  void aFailureThatIsDealtWithIsZero() {
    assertExit(ExitCode.DONE, exec("try { fail \"b\" } on failure { log \"c\" }"));
  }

  @Test
  void wrongUseIsTwo() {
    assertExit(ExitCode.USAGE, exec("restrat web"));
    assertExit(ExitCode.USAGE, exec("sleep \"a\""));
    assertExit(ExitCode.USAGE, exec("log \"a\"", "--no-such-option"));
    assertExit(ExitCode.USAGE, exec("log \"a\"", "-p", "a"));
    assertExit(ExitCode.USAGE, exec("log \"a\"", "-p", "a=1"));
    assertExit(ExitCode.USAGE, CommandLineRun.run());
    assertExit(ExitCode.USAGE, CommandLineRun.run("no-such-command"));
    assertExit(ExitCode.USAGE, CommandLineRun.run("run", "no-such.runbook"));
    assertExit(ExitCode.USAGE, CommandLineRun.run("run", folder.toString()));
    assertExit(ExitCode.USAGE, exec("log \"a\"", "-i", folder.resolve("no-such.yml").toString()));
  }

  @Test
  void whatNeedsAnAnswerThatNobodyCanGiveIsFive() {
    assertExit(ExitCode.PRECONDITION, exec("confirm \"sure?\"; log \"a\""));
  }

  @Test
  void aCheckThatStandsFirstIsFive() {
    assertExit(ExitCode.PRECONDITION, exec("check 1 == 2"));
  }

  @Test
  void aNoIsThree() throws Exception {
    Path runbook = Files.writeString(folder.resolve("c.runbook"), "confirm \"sure?\"\n");
    String state = folder.resolve("state").toString();
    try (BounceProcess process =
        BounceProcess.startOnTerminal(
            folder, Map.of(), "no\n", "run", "--state", state, runbook.toString())) {
      Outcome outcome = process.await();
      assertExit(ExitCode.DECLINED, outcome);
      assertTrue(outcome.all().contains("sure? [y/N]"), outcome::all);
    }
  }
}
