package dev.bounce.integration.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bounce.testbed.BounceProcess;
import dev.bounce.testbed.Eventually;
import dev.bounce.testbed.JournalFile;
import dev.bounce.testbed.Load;
import dev.bounce.testbed.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quickstart as it stands in {@code runbooks/}; only its ports are others. */
@Tag("integration")
final class QuickstartTest {
  private static final int CLIENTS = 8;
  private static final Pattern SUMMARY =
      Pattern.compile("(\\d+) requests while web was restarted, (\\d+) failed");
  private static final Pattern RESTARTED =
      Pattern.compile(
          "\\n {2}web\\[\\d] +(?:started, )?restarted +(?:down|pid \\d+) → pid (\\d+) ");

  @TempDir private Path folder;

  /** The first three digits of four ports in a row, in place of {@code 1808}. */
  private int ports;

  @BeforeEach
  void copy() throws Exception {
    ports = freePorts();
    Path runbooks = Path.of("runbooks");
    Path copies = folder.resolve("runbooks");
    try (Stream<Path> files = Files.walk(runbooks)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = copies.resolve(runbooks.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
        if (copy.toString().endsWith(".runbook")) {
          Files.writeString(copy, Files.readString(copy).replace("1808", Integer.toString(ports)));
        }
      }
    }
  }

  private static int freePorts() {
    for (int ports = 2100 + (int) (ProcessHandle.current().pid() % 600); ; ports++) {
      if (Stream.of(0, 1, 2, 3).allMatch(isFree(ports))) {
        return ports;
      }
    }
  }

  private static Predicate<Integer> isFree(int ports) {
    return last -> {
      try (ServerSocket socket = listen(ports * 10 + last)) {
        return socket.isBound();
      } catch (IOException taken) {
        return false;
      }
    };
  }

  private static ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void stopAll() throws Exception {
    Outcome outcome = bounce("quickstart-stop.runbook");
    assertEquals(0, outcome.exitCode(), outcome::all);
  }

  private Outcome bounce(String runbook, String... options) throws Exception {
    try (BounceProcess process = start(runbook, options)) {
      return process.await();
    }
  }

  private BounceProcess start(String runbook, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("run", "--state"));
    arguments.add(folder.resolve("state").toString());
    arguments.add(folder.resolve("runbooks").resolve(runbook).toString());
    arguments.addAll(List.of(options));
    return BounceProcess.start(folder, Map.of(), arguments.toArray(String[]::new));
  }

  @Test
  void itIsRepeatableAndNobodyNoticesAndAllOfItCanBeStopped() throws Exception {
    Outcome first = bounce("quickstart.runbook");
    List<Long> pids = assertRestarted(first);
    Outcome second;
    try (Load load = new Load(URI.create("http://127.0.0.1:" + ports + "0/"), CLIENTS)) {
      Eventually.holds(() -> "there is load", () -> load.requests() > CLIENTS);
      second = bounce("quickstart.runbook");
      load.end();
      assertEquals(List.of(), load.failures());
      assertTrue(load.requests() > 100, () -> load.requests() + " requests");
    }
    assertTrue(second.out().contains("web[0]  already running  pid " + pids.get(0)), second::all);
    List<Long> later = assertRestarted(second);
    for (int i = 0; i < later.size(); i++) {
      String change = "pid %d → pid %d".formatted(pids.get(i), later.get(i));
      assertTrue(second.out().contains(change), () -> change + "\n" + second.all());
      assertFalse(Eventually.isAlive(pids.get(i)));
    }
    Outcome stopped = bounce("quickstart-stop.runbook");
    assertEquals(0, stopped.exitCode(), stopped::all);
    for (long pid : allPids()) {
      assertFalse(Eventually.isAlive(pid), () -> "pid " + pid + " lives on");
    }
    Outcome again = bounce("quickstart-stop.runbook");
    assertTrue(again.out().contains("already stopped"), again::all);
  }

  private static List<Long> assertRestarted(Outcome outcome) {
    assertEquals(0, outcome.exitCode(), outcome::all);
    Matcher summary = SUMMARY.matcher(outcome.out());
    assertTrue(summary.find(), outcome::all);
    assertEquals("0", summary.group(2), outcome::all);
    assertTrue(Long.parseLong(summary.group(1)) >= 50, outcome::all);
    List<Long> pids = new ArrayList<>();
    Matcher restarted = RESTARTED.matcher(outcome.out());
    while (restarted.find()) {
      pids.add(Long.parseLong(restarted.group(1)));
      assertTrue(Eventually.isAlive(pids.getLast()), outcome::all);
    }
    assertEquals(3, pids.size(), outcome::all);
    return pids;
  }

  /** Returns every pid that any journal names. */
  private Set<Long> allPids() throws IOException {
    Set<Long> pids = new HashSet<>();
    try (Stream<Path> journals = Files.list(folder.resolve("state/runs"))) {
      for (Path journal : journals.toList()) {
        for (JsonNode proof : JournalFile.of(Files.readString(journal)).of("proven", 0)) {
          String after = proof.get("after").asText();
          if (after.startsWith("pid ")) {
            pids.add(Long.parseLong(after.substring("pid ".length())));
          }
        }
      }
    }
    assertTrue(pids.size() >= 10, pids::toString);
    return pids;
  }

  @Test
  void aPortThatIsTakenIsSaidToBe() throws Exception {
    try (ServerSocket taken = listen(ports * 10 + 1)) {
      Outcome outcome = bounce("quickstart.runbook");
      assertTrue(taken.isBound());
      assertEquals(1, outcome.exitCode(), outcome::all);
      String said = outcome.out().toLowerCase(Locale.ROOT);
      assertTrue(said.contains("address already in use"), outcome::all);
      assertTrue(said.contains(ports + "1"), outcome::all);
      assertTrue(outcome.out().contains("web[0]  start failed"), outcome::all);
    }
  }
}
