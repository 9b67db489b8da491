package dev.bounce.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.opentest4j.TestAbortedException;

/**
 * The machine's own supervisord, started by {@code testbed/supervisor} in a folder of a test, with
 * the programs that stand there.
 *
 * <p>Where supervisor is not installed, starting it aborts the test, which names the package; with
 * {@code BOUNCE_REQUIRE_COMPONENTS=true} it fails the test.
 */
public final class RealSupervisor implements AutoCloseable {
  private static final String SCRIPT = "testbed/supervisor";
  private static final int UNAVAILABLE = 69;
  private static final int BOUND_SECONDS = 30;

  private final Path folder;

  private RealSupervisor(Path folder) {
    this.folder = folder;
  }

  /** Starts one that asks for no password, and returns when its programs run. */
  public static RealSupervisor start(Path folder) throws IOException {
    return start(folder, Map.of());
  }

  /** Starts one that asks for a password, and returns when its programs run. */
  public static RealSupervisor startGuarded(Path folder, String username, String password)
      throws IOException {
    return start(folder, Map.of("SUPERVISOR_USERNAME", username, "SUPERVISOR_PASSWORD", password));
  }

  /** Starts one that also reads the sections of a file. */
  public static RealSupervisor startWith(Path folder, Path sections) throws IOException {
    return start(folder, Map.of("SUPERVISOR_INCLUDE", sections.toString()));
  }

  /** Starts one that also has a group {@code crowd} of that many processes. */
  public static RealSupervisor startCrowded(Path folder, int processes) throws IOException {
    return start(folder, Map.of("SUPERVISOR_CROWD", Integer.toString(processes)));
  }

  private static RealSupervisor start(Path folder, Map<String, String> environment)
      throws IOException {
    Path output = Files.createTempFile("supervisor", ".out");
    try {
      int exit = run(List.of(SCRIPT, "start", folder.toString()), environment, output);
      if (exit != 0) {
        String said = Files.readString(output);
        if (exit == UNAVAILABLE && !"true".equals(System.getenv("BOUNCE_REQUIRE_COMPONENTS"))) {
          throw new TestAbortedException(said.strip());
        }
        throw new AssertionError(SCRIPT + " exited with " + exit + ": " + said);
      }
      return new RealSupervisor(folder);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  /** Returns the socket that it listens on. */
  public Path socket() {
    return folder.resolve("supervisor.sock");
  }

  /** Returns its configuration, which also tells clients where it listens. */
  public Path configuration() {
    return folder.resolve("supervisord.conf");
  }

  /** Stops it and everything that it runs. */
  @Override
  public void close() throws IOException {
    Path output = Files.createTempFile("supervisor", ".out");
    try {
      run(List.of(SCRIPT, "stop", folder.toString()), Map.of(), output);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static int run(List<String> command, Map<String, String> environment, Path output)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    Process process = builder.start();
    try {
      return process.onExit().get(BOUND_SECONDS, TimeUnit.SECONDS).exitValue();
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IOException(command + " did not end within " + BOUND_SECONDS + " s", e);
    }
  }
}
