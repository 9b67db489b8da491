package dev.bounce.integration.repl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.golden.Golden;
import dev.bounce.testbed.BounceProcess;
import dev.bounce.testbed.CommandLineRun;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.RealSupervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a person sees at a real terminal while {@code bounce run} works on a real supervisord. Most
 * of it is waiting, so the cases do it side by side.
 */
@Tag("integration")
@Execution(ExecutionMode.CONCURRENT)
final class LiveViewTerminalTest {
  private static final Path GOLDEN = Path.of("src/test/golden/live/terminal");

  /** A group for each case that restarts one; their names are as long as {@code slow}. */
  private static final List<String> GROUPS = List.of("at40", "at80", "wide", "pipe", "size");

  /**
   * Its members take four seconds to stop, since supervisord has to kill them. In the end they go
   * by themselves: supervisord would stop one group after the other.
   */
  private static final String PROGRAM =
      """
      [program:slow]
      command=/bin/sh -c "trap '' TERM; until [ -e @FOLDER@/over ]; do sleep 1; done"
      process_name=slow-%(process_num)d
      numprocs=2
      stopwaitsecs=4
      """;

  private static final String RUNBOOK =
      """
      service slow {
        via supervisor
        server "unix://@SOCKET@"
        health command ["true"]
      }
      guard slow errors 0 every 500ms {
        phase slow by 1
      }
      """;

  private static RealSupervisor supervisor;
  private static Path home = Path.of("");

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    home = folder;
    Path sections = folder.resolve("sections");
    String program = PROGRAM.replace("@FOLDER@", folder.toString());
    Files.writeString(
        sections,
        GROUPS.stream().map(group -> program.replace("slow", group)).collect(Collectors.joining()));
    supervisor = RealSupervisor.startWith(folder.resolve("s"), sections);
  }

  @AfterAll
  static void stop() throws IOException {
    if (supervisor != null) {
      Files.createFile(home.resolve("over"));
      supervisor.close();
    }
  }

  private static String runbook(String group) throws IOException {
    String text =
        RUNBOOK.replace("@SOCKET@", supervisor.socket().toString()).replace("slow", group);
    return Files.writeString(home.resolve(group + ".runbook"), text).toString();
  }

  private Tmux bounce(int columns, String... arguments) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            ProcessHandle.current().info().command().orElse("java"),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path", ""),
            "dev.bounce.cli.Main");
    return Tmux.start(
        folder, columns, Stream.concat(command.stream(), List.of(arguments).stream()).toList());
  }

  /**
   * What differs from run to run is made the same: groups, run ids, pids, times, counts, columns.
   */
  private static String neutral(String screen) {
    return screen
            .replaceAll(String.join("|", GROUPS), "slow")
            .strip()
            .lines()
            .map(line ->
                line.replaceAll("\\d{8}-\\d{6}-[0-9a-f]{4}", "RUN")
                    .replaceAll("pid \\d+", "pid N")
                    .replaceAll("\\d+:\\d\\d", "M:SS")
                    .replaceAll("\\d+ probes", "N probes")
                    .replaceAll("slowest .*", "slowest T")
                    .replaceAll("\\d+(\\.\\d+)?m?s\\b", "T")
                    .replaceAll("(?<=\\S) +", " "))
            .collect(Collectors.joining("\n"))
        + "\n";
  }

  /** The report at the end keeps to the width of the terminal; its lines made whole again. */
  private static String unbroken(String screen) {
    int report = Math.max(0, screen.indexOf("\n\n"));
    return screen.substring(0, report) + screen.substring(report).replaceAll("\n {4,}", " ");
  }

  private static void verify(String name, String screen) {
    Golden.verify(GOLDEN.resolve(name + ".txt"), neutral(screen));
  }

  @ParameterizedTest
  @CsvSource({"40, at40", "80, at80", "200, wide"})
  void aPhaseInItsMidstAndItsEnd(int columns, String group) throws Exception {
    try (Tmux tmux = bounce(columns, "run", runbook(group))) {
      String _ = tmux.screenWith("› %1$s:%1$s-1".formatted(group), "stopping", "probes, 0 failed");
      String midst = tmux.wholeLines();
      assertFalse(tmux.isAsUsual());
      tmux.sees("\nleft with 0");
      assertTrue(tmux.isAsUsual());
      verify("midst-" + columns, midst);
      verify("end", unbroken(tmux.wholeLines()));
    }
  }

  @Test
  void aPipeGetsTheSameLines() throws Exception {
    Outcome outcome = new CommandLineRun(folder.resolve("state")).stateful("run", runbook("pipe"));
    assertEquals(0, outcome.exitCode(), outcome::all);
    assertFalse(outcome.all().contains("\u001b"), outcome::all);
    verify("end", outcome.out() + "left with 0\n");
  }

  @Test
  void theTerminalIsMadeNarrowerAndWiderInTheMidst() throws Exception {
    try (Tmux tmux = bounce(80, "run", runbook("size"))) {
      String _ = tmux.screenWith("› size:size-1", "stopping", "batch 2/2");
      tmux.resize(40).sees("\nbatch 2/2");
      String narrow = tmux.wholeLines();
      tmux.resize(200).sees("\nphase size by 1 · batch 2/2");
      String wide = tmux.wholeLines();
      tmux.sees("\nleft with 0");
      verify("midst-40", narrow);
      verify("midst-200", wide);
      verify("end", unbroken(tmux.wholeLines()));
    }
  }

  @Test
  void controlCLeavesTheTerminalAsItWas() throws Exception {
    Files.writeString(folder.resolve("long.runbook"), "sleep 1h\n");
    try (Tmux tmux = bounce(80, "run", "long.runbook")) {
      String _ = tmux.screenWith("sleep 1h · 0:0");
      assertFalse(tmux.isAsUsual());
      tmux.press("C-c").sees("\nleft with 130");
      assertTrue(tmux.isAsUsual());
      verify("interrupted", tmux.screen());
    }
  }

  @Test
  void aSessionShowsItToo() throws Exception {
    try (Tmux tmux = bounce(80, "repl")) {
      tmux.endsWith("bounce>").enter("sleep 2s");
      String _ = tmux.screenWith("sleep 2s · 0:0");
      assertFalse(tmux.isAsUsual());
      tmux.sees("\ndone in").endsWith("bounce>");
      assertTrue(tmux.isAsUsual());
      tmux.enter("sleep 1h");
      String _ = tmux.screenWith("sleep 1h · 0:0");
      tmux.press("C-c").sees("\ninterrupted in").endsWith("bounce>");
      assertTrue(tmux.isAsUsual());
      tmux.enter("log \"still there\"").sees("\n  still there").endsWith("bounce>");
      assertFalse(tmux.screen().contains("1h · 0:0"), tmux.screen());
      tmux.press("C-d").sees("\nleft with 0");
    }
  }

  @Test
  void aQuestionStandsAlone() throws Exception {
    String text = "sleep 1s\nconfirm \"go on\"\nsleep 1s\n";
    Files.writeString(folder.resolve("question.runbook"), text);
    try (Tmux tmux = bounce(80, "run", "question.runbook")) {
      tmux.endsWith("go on [y/N]");
      assertTrue(tmux.isAsUsual());
      tmux.enter("y").sees("\nleft with 0");
      verify("question", tmux.screen());
    }
  }

  private String onTerminal(Map<String, String> environment, String... arguments) throws Exception {
    try (BounceProcess process =
        BounceProcess.startOnTerminal(folder, environment, "", arguments)) {
      Outcome outcome = process.await();
      assertEquals(0, outcome.exitCode(), outcome::all);
      return outcome.out();
    }
  }

  @Test
  void whoWantsPlainLinesGetsThem() throws Exception {
    Map<String, String> state =
        Map.of("BOUNCE_STATE", folder.resolve("state").toString(), "TERM", "xterm");
    String live = onTerminal(state, "exec", "sleep 1s");
    if (System.getenv("NO_COLOR") == null) {
      assertTrue(live.contains("\u001b[?25l"), live);
      assertTrue(live.lastIndexOf("\u001b[?25h") > live.lastIndexOf("\u001b[?25l"), live);
    }
    for (Map<String, String> plain :
        List.of(Map.of("NO_COLOR", "1", "TERM", "xterm"), Map.of("TERM", "dumb"))) {
      Map<String, String> environment = new HashMap<>(state);
      environment.putAll(plain);
      String told = onTerminal(environment, "exec", "sleep 1s");
      assertFalse(told.contains("\u001b"), told);
    }
    String json = onTerminal(state, "exec", "--format", "json", "sleep 1s");
    assertFalse(json.contains("\u001b"), json);
    String brief = onTerminal(state, "exec", "sleep 1ms");
    assertFalse(brief.contains("\u001b[?25l"), brief);
  }
}
