package dev.bounce.integration.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bounce.golden.Golden;
import dev.bounce.testbed.CommandLineRun;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.RealSupervisor;
import dev.bounce.testbed.SupervisorWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A real supervisord, a state directory of its own, and a folder for runbooks. */
final class Scene implements AutoCloseable {
  static final List<String> WEB = List.of("web:admin", "web:front");
  static final List<String> WORKERS =
      List.of("workers:worker-0", "workers:worker-1", "workers:worker-2", "workers:worker-3");

  private static final Path GOLDEN = Path.of("src/test/golden/acceptance");

  private final Path folder;
  private final RealSupervisor supervisor;
  private final CommandLineRun commands;

  private Scene(Path folder, RealSupervisor supervisor) {
    this.folder = folder;
    this.supervisor = supervisor;
    this.commands = new CommandLineRun(folder.resolve("state"));
  }

  static Scene start(Path folder) throws IOException {
    return new Scene(folder, RealSupervisor.start(folder.resolve("s")));
  }

  static Scene startGuarded(Path folder, String username, String password) throws IOException {
    Path inner = folder.resolve("s");
    return new Scene(folder, RealSupervisor.startGuarded(inner, username, password));
  }

  Path folder() {
    return folder;
  }

  Path socket() {
    return supervisor.socket();
  }

  /** Returns supervisord's folder, in which clients find its configuration by themselves. */
  Path home() {
    return folder.resolve("s");
  }

  /** Returns what supervisord says of its processes. */
  SupervisorWorld world() throws IOException {
    return SupervisorWorld.read(supervisor.configuration());
  }

  /** Writes a runbook, in which {@code @SOCKET@} stands for supervisord's. */
  Path runbook(String name, String text) throws IOException {
    return runbook(name, text, socket());
  }

  Path runbook(String name, String text, Path socket) throws IOException {
    Path file = folder.resolve(name + ".runbook");
    return Files.writeString(file, text.replace("@SOCKET@", socket.toString()));
  }

  /** Runs a command with this scene's state directory. */
  Outcome bounce(String command, String... arguments) {
    return commands.stateful(command, arguments);
  }

  Outcome run(Path runbook, String... arguments) {
    return bounce(
        "run",
        Stream.concat(Stream.of(runbook.toString()), Stream.of(arguments)).toArray(String[]::new));
  }

  /**
   * Runs {@code CASE/input.runbook} of the golden files and holds all that it said against them.
   */
  Outcome golden(String name, int exitCode) throws IOException {
    return golden(name, exitCode, socket());
  }

  Outcome golden(String name, int exitCode, Path socket) throws IOException {
    Path directory = GOLDEN.resolve(name);
    Outcome outcome = run(runbook(name, Golden.read(directory.resolve("input.runbook")), socket));
    Golden.verify(directory.resolve("output.txt"), outcome.masked(folder));
    assertEquals(exitCode, outcome.exitCode(), outcome::all);
    return outcome;
  }

  /** Returns the journal of the last run, as it is in its file. */
  String lastJournal() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("state/runs"))) {
      return Files.readString(files.sorted().toList().getLast());
    }
  }

  @Override
  public void close() throws IOException {
    supervisor.close();
  }
}
