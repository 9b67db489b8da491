package dev.bounce.backend.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.host.ProcessIdentity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PidFileTest {
  private static final PidFile FILE =
      new PidFile(new ProcessIdentity(4711, 8812345, 1000), "3f1c", "web[1]", Optional.empty());

  @Test
  void itIsReadAsItWasWritten() {
    assertEquals("4711\nstart 8812345\nuser 1000\nboot 3f1c\nmember web[1]\n", FILE.text());
    assertEquals(Optional.of(FILE), PidFile.parse(FILE.text()));
    assertEquals(Optional.of(FILE.told("TERM")), PidFile.parse(FILE.told("TERM").text()));
  }

  @Test
  void anythingElseIsNotRead() {
    for (String text :
        List.of("", "4711", "4711\n", "x\nstart 1\nuser 1\n", "1\nstart\nuser 1\n")) {
      assertEquals(Optional.empty(), PidFile.parse(text), text);
    }
  }

  @Test
  void onlyRootsProcessesGiveUpTheirRights() {
    assertTrue(FILE.isOf(new ProcessIdentity(4711, 8812345, 1000)));
    assertFalse(FILE.isOf(new ProcessIdentity(4711, 8812346, 1000)));
    assertFalse(FILE.isOf(new ProcessIdentity(4711, 8812345, 0)));
    PidFile roots =
        new PidFile(new ProcessIdentity(4711, 8812345, 0), "3f1c", "web", Optional.empty());
    assertTrue(roots.isOf(new ProcessIdentity(4711, 8812345, 33)));
  }
}
