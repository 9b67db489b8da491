package dev.bounce.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.host.ProcessTable.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProcessTableTest {
  private static final String REST =
      " 812 4711 4711 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 8812345 9 10";

  @Test
  void aNameMayHoldAnything() {
    for (String name : new String[] {"sleep", "a b", "x) Z 1 (y", ")", ""}) {
      assertEquals(
          Optional.of(new Entry(4711, 'S', 812, 4711, 8812345)),
          Entry.parse("4711 (" + name + ") S" + REST),
          name);
    }
  }

  @Test
  void nonsenseIsNoProcess() {
    for (String line : new String[] {"", "4711", "4711 (x", "4711 (x) S 1 2"}) {
      assertEquals(Optional.empty(), Entry.parse(line), line);
    }
  }

  @Test
  void aZombieHasEnded() {
    assertFalse(Entry.parse("1 (x) Z" + REST).orElseThrow().isAlive());
    assertTrue(Entry.parse("1 (x) T" + REST).orElseThrow().isAlive());
  }

  @Test
  void thisProcessIsFound() {
    ProcessIdentity self = ProcessTable.identity(ProcessHandle.current().pid()).orElseThrow();
    assertEquals(Account.currentUserId(), self.userId());
    Instant known = ProcessHandle.current().info().startInstant().orElseThrow();
    Duration apart = Duration.between(known, BootTime.instant(self.startTicks())).abs();
    assertTrue(apart.compareTo(Duration.ofSeconds(2)) < 0, apart.toString());
    assertTrue(BootTime.nowTicks() >= self.startTicks());
  }

  @Test
  void aProcessThatExecutesAnotherProgramHasItsArgumentsAllTheTime() throws Exception {
    String script = "[ $1 = 0 ] || exec sh -c \"$0\" \"$0\" $(($1 - 1))";
    Process process = new ProcessBuilder("sh", "-c", script, script, "1500").start();
    long looks = 0;
    while (process.isAlive()) {
      Optional<Entry> entry = ProcessTable.living(process.pid());
      List<String> arguments = entry.map(ProcessTable::arguments).orElse(List.of());
      assertTrue(!arguments.isEmpty() || ProcessTable.living(process.pid()).isEmpty());
      looks++;
    }
    assertEquals(0, process.waitFor());
    assertTrue(looks > 100, looks + " looks");
  }
}
