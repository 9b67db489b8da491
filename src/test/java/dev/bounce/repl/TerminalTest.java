package dev.bounce.repl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.run.StateDirectory;
import dev.bounce.run.StateException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TerminalTest {
  private static final String WEB = "service web { via sim; members 2; boot 10ms }";

  @TempDir private Path folder = Path.of("");

  private static Keyboard keyboard(int columns) {
    return new Keyboard(SimulatedSession.inRealTime(), columns, Optional.empty());
  }

  @Test
  void entriesAreCarriedOutUntilControlD() throws Exception {
    try (Keyboard keyboard = keyboard(80)) {
      keyboard.enters("1 + 2").sees("3");
      keyboard.sees("bounce> ").types(Keyboard.CONTROL_D).isLeft();
    }
  }

  @Test
  void quitLeaves() throws Exception {
    try (Keyboard keyboard = keyboard(80)) {
      keyboard.enters(":quit").isLeft();
    }
  }

  @Test
  void aBlockGoesOnInTheNextLine() throws Exception {
    try (Keyboard keyboard = keyboard(80)) {
      keyboard.enters("if true {").sees("   ...> ").types("log \"inside\"\r");
      keyboard.sees("   ...> ").types("}\r").sees("  inside");
    }
  }

  @Test
  void aWrongEntryShowsItsPlaceAndTheNextOneIsTaken() throws Exception {
    try (Keyboard keyboard = keyboard(80)) {
      keyboard.enters("restrat web").sees(" --> repl:1:1:1").sees("| ^^^^^^^ did you mean");
      keyboard.enters("log \"better\"").sees("  better");
    }
  }

  @Test
  void fortyColumnsAreEnough() throws Exception {
    try (Keyboard keyboard = keyboard(40)) {
      keyboard.enters("log \"a long line\", \"that goes on and on\", nobody-knows-this, \"so\"");
      keyboard.sees(" --> repl:1").sees("^^^").sees("bounce> ");
      String error = keyboard.screen().substring(keyboard.screen().indexOf(" -->"));
      assertTrue(
          error.lines().filter(line -> line.contains("|")).allMatch(line -> line.length() <= 40),
          error);
    }
  }

  @Test
  void controlCDropsWhatWasTyped() throws Exception {
    try (Keyboard keyboard = keyboard(80)) {
      keyboard.sees("bounce> ").types("log \"nev").sees("nev").types(Keyboard.CONTROL_C);
      keyboard.enters("log \"after\"").sees("  after");
      assertFalse(keyboard.screen().contains("error"), keyboard.screen());
    }
  }

  @Test
  void controlCEndsTheRunAndThePromptComesBack() throws Exception {
    try (Keyboard keyboard = keyboard(80)) {
      keyboard.enters("sleep 1h").sees("1  sleep 1h").types(Keyboard.CONTROL_C);
      keyboard.sees("interrupted: ending at the next safe point").sees("error[R011]");
      keyboard.enters("log \"after\"").sees("  after");
    }
  }

  @Test
  void theSecondControlCEndsItAtOnce() throws Exception {
    try (Keyboard keyboard = keyboard(80)) {
      keyboard.enters("try { sleep 1h } finally { sleep 2h }").sees("sleep 1h");
      keyboard.sees("1.try.1  sleep 1h").types(Keyboard.CONTROL_C);
      keyboard.sees("1.finally.1  sleep 2h").types(Keyboard.CONTROL_C);
      keyboard.sees("interrupted: ending at once").sees("bounce> ");
    }
  }

  @Test
  void questionsAreAskedHere() throws Exception {
    try (Keyboard keyboard = keyboard(80)) {
      keyboard.enters("confirm \"really?\"; log \"confirmed\"");
      keyboard.sees("really? [y/N] ").types("y\r").sees("  confirmed");
      keyboard.enters("confirm \"again?\"; log \"never\"");
      keyboard.sees("again? [y/N] ").types("\r").sees("declined: again?");
      keyboard.enters("confirm \"once more?\"; log \"never\"");
      keyboard.sees("once more? [y/N] ").types(Keyboard.CONTROL_C).sees("error[R011]");
      keyboard.sees("bounce> ");
    }
  }

  @Test
  void tabCompletes() throws Exception {
    try (Keyboard keyboard = keyboard(80)) {
      keyboard.enters(WEB);
      keyboard.sees("bounce> ").types("wait hea\t").sees("lthy ").types("we\t").sees("b ");
      keyboard.types("\r").sees("1  wait healthy web").sees("bounce> ");
    }
  }

  @Test
  void entriesAreRememberedButNoSecrets() throws Exception {
    StateDirectory state = StateDirectory.open(folder.resolve("state"));
    Path history = HistoryFile.in(state);
    try (Keyboard keyboard =
        new Keyboard(SimulatedSession.inRealTime(), 80, Optional.of(history))) {
      keyboard.enters("let word = secret(\"sesame\")");
      keyboard.enters("log \"first\"").sees("  first");
      keyboard.sees("bounce> ").types(Keyboard.CONTROL_D).isLeft();
    }
    assertTrue(Files.readString(history).contains("first"));
    assertFalse(Files.readString(history).contains("sesame"));
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(history)));
    try (Keyboard keyboard =
        new Keyboard(SimulatedSession.inRealTime(), 80, Optional.of(HistoryFile.in(state)))) {
      keyboard.sees("bounce> ").types("\u001b[A").sees("log \"first\"").types("\r");
      keyboard.sees("  first");
    }
  }

  @Test
  void aHistoryThatOthersMayReadIsRefused() throws Exception {
    StateDirectory state = StateDirectory.open(folder.resolve("state"));
    Files.setPosixFilePermissions(
        HistoryFile.in(state), PosixFilePermissions.fromString("rw-r--r--"));
    assertThrows(StateException.class, () -> HistoryFile.in(state));
  }
}
