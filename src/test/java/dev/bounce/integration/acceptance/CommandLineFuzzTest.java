package dev.bounce.integration.acceptance;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.testbed.CommandLineRun;
import dev.bounce.testbed.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random bytes, and runbooks and inventories with random damage, through the command line: a
 * diagnostic within two seconds, never a stack trace. {@code -Dfuzz.seed} repeats a run.
 */
@Tag("integration")
final class CommandLineFuzzTest {
  private static final int CASES = 150;
  private static final int LARGEST = 4000;

  /** What the product promises, and slack for a machine that does something else at the time. */
  private static final Duration BOUND = Duration.ofSeconds(10);

  private static final String MARKS = "{}[]()\"'$;#\n\\:,&*!";
  private static final List<String> COMMANDS = List.of("check", "plan", "fmt", "doc");

  private final long seed = Long.getLong("fuzz.seed", System.nanoTime());
  private final SplittableRandom random = new SplittableRandom(seed);

  @TempDir private Path folder;

  @Test
  void randomBytes() throws Exception {
    for (int i = 0; i < CASES; i++) {
      byte[] bytes = new byte[random.nextInt(LARGEST)];
      random.nextBytes(bytes);
      Outcome outcome = checked(bytes, "check");
      assertTrue(outcome.exitCode() == 2 || bytes.length < 8, this::repeat);
    }
  }

  @Test
  void damagedRunbooks() throws Exception {
    List<byte[]> examples = examples();
    for (int i = 0; i < CASES; i++) {
      byte[] damaged = damaged(examples.get(random.nextInt(examples.size())));
      checked(damaged, COMMANDS.get(random.nextInt(COMMANDS.size())));
    }
  }

  @Test
  void damagedInventories() throws Exception {
    byte[] inventory =
        """
        services:
          web: { via: supervisor, health: { http: "http://127.0.0.1/" }, floor: 50% }
          workers: { via: { process: { on: box } }, command: [a, b], after: [web] }
        groups: { app: &a [web, workers] }
        parameters: { stage: staging, patience: 1m30s }
        """
            .getBytes(StandardCharsets.UTF_8);
    Path runbook = Files.writeString(folder.resolve("a.runbook"), "restart web\n");
    for (int i = 0; i < CASES; i++) {
      Path file = Files.write(folder.resolve("i.yml"), damaged(inventory));
      accepted(() -> CommandLineRun.run("check", "-i", file.toString(), runbook.toString()));
    }
  }

  @Test
  void randomCommandLines() {
    List<String> words =
        List.of(
            "run",
            "exec",
            "plan",
            "-p",
            "--format",
            "json",
            "xml",
            "=",
            "a=",
            "-i",
            "--yes",
            "-",
            "--state",
            "",
            "show",
            "--debug",
            "check",
            "-h",
            "@file",
            "--",
            "${x}",
            "-n");
    for (int i = 0; i < CASES; i++) {
      List<String> line = new ArrayList<>(List.of("check"));
      for (int word = random.nextInt(6); word > 0; word--) {
        String next = words.get(random.nextInt(words.size()));
        // The standard input of the build is not to be waited for.
        line.add(next.equals("-") ? "--" : next);
      }
      accepted(() -> CommandLineRun.run(line.toArray(String[]::new)));
    }
  }

  private Outcome checked(byte[] bytes, String command) throws IOException {
    Path runbook = Files.write(folder.resolve("fuzz.runbook"), bytes);
    return accepted(() -> CommandLineRun.run(command, runbook.toString()));
  }

  private Outcome accepted(Supplier<Outcome> run) {
    Outcome outcome = assertTimeoutPreemptively(BOUND, run::get, this::repeat);
    assertTrue(
        outcome.exitCode() == 0 || outcome.exitCode() == 2,
        () -> "exit " + outcome.exitCode() + repeat() + outcome.all());
    for (String trace : List.of("Exception in", "Exception:", "\tat ", "X001")) {
      assertFalse(outcome.all().contains(trace), () -> repeat() + outcome.all());
    }
    if (outcome.exitCode() == 2) {
      assertTrue(outcome.all().contains("error["), () -> repeat() + outcome.all());
    }
    return outcome;
  }

  private String repeat() {
    return " (repeat with -Dfuzz.seed=" + seed + ")\n";
  }

  private static List<byte[]> examples() throws IOException {
    List<byte[]> examples = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src/test/golden/parse"))) {
      for (Path file :
          files.filter(path -> path.toString().endsWith(".runbook")).sorted().toList()) {
        examples.add(Files.readAllBytes(file));
      }
    }
    assertFalse(examples.isEmpty());
    return examples;
  }

  private byte[] damaged(byte[] original) {
    byte[] bytes = original.clone();
    for (int edit = 1 + random.nextInt(5); edit > 0 && bytes.length > 0; edit--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] = (byte) MARKS.charAt(random.nextInt(MARKS.length()));
        default -> bytes = Arrays.copyOf(bytes, at);
      }
    }
    return bytes;
  }
}
