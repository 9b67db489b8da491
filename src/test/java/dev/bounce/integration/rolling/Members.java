package dev.bounce.integration.rolling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bounce.testbed.CommandLineRun;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.RealSupervisor;
import dev.bounce.testbed.SupervisorWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Six small servers of a real supervisord, each on a socket of its own: the service {@code web}.
 */
final class Members implements AutoCloseable {
  static final int COUNT = 6;

  private static final List<String> NAMES =
      IntStream.range(0, COUNT).mapToObj(number -> "web_" + number).toList();

  private final Path folder;
  private final CommandLineRun commands;
  private final RealSupervisor supervisor;

  private Members(Path folder, RealSupervisor supervisor) {
    this.folder = folder;
    this.supervisor = supervisor;
    this.commands = new CommandLineRun(folder.resolve("state"));
  }

  /** Starts them, and returns when supervisord runs. */
  static Members start(Path folder) throws IOException {
    for (String name : NAMES) {
      Files.writeString(folder.resolve(name + ".boot"), "0.15");
      Files.writeString(folder.resolve(name + ".stop"), "0.05");
    }
    Path sections = folder.resolve("sections.conf");
    Files.writeString(
        sections,
        """
        [program:served]
        command=%s web_%%(process_num)d %s
        process_name=web_%%(process_num)d
        numprocs=%d
        startsecs=0
        autorestart=false
        """
            .formatted(Path.of("testbed/member").toAbsolutePath(), folder, COUNT));
    return new Members(folder, RealSupervisor.startWith(folder.resolve("s"), sections));
  }

  /** Returns their names, as supervisord's log has them. */
  static List<String> names() {
    return NAMES;
  }

  List<Path> sockets() {
    return NAMES.stream().map(name -> folder.resolve(name + ".sock")).toList();
  }

  /** Returns where supervisord says what it does. */
  Path log() {
    return folder.resolve("s/supervisord.log");
  }

  SupervisorWorld world() throws IOException {
    return SupervisorWorld.read(supervisor.configuration());
  }

  /** Lets a member end before it listens, or not any more. */
  void setBroken(String name, boolean broken) throws IOException {
    Path file = folder.resolve(name + ".broken");
    Files.deleteIfExists(file);
    if (broken) {
      Files.createFile(file);
    }
  }

  boolean isBroken(String name) {
    return Files.exists(folder.resolve(name + ".broken"));
  }

  /** Runs statements, which have to end with this exit code. */
  Outcome run(int exitCode, String... statements) throws IOException {
    Path file = folder.resolve("test.runbook");
    Files.writeString(
        file,
        """
        service web {
          via supervisor
          server "unix://%s"
          group "served"
          stable 200ms
          health http "unix://%s/web_${it.index}.sock:/"
        }
        %s
        """
            .formatted(supervisor.socket(), folder, String.join("\n", statements)));
    Outcome outcome = commands.stateful("run", file.toString());
    assertEquals(exitCode, outcome.exitCode(), outcome::all);
    return outcome;
  }

  @Override
  public void close() throws IOException {
    supervisor.close();
  }
}
