package dev.bounce.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * Runs the scripts of {@code testbed/}. Where a component is not installed, that aborts the test,
 * which names the package; with {@code BOUNCE_REQUIRE_COMPONENTS=true} it fails the test.
 */
final class TestbedScript {
  private static final int UNAVAILABLE = 69;
  private static final int BOUND_SECONDS = 60;

  private TestbedScript() {}

  /** Runs a script to its end, which has to be a good one. */
  static void run(String script, String... arguments) throws IOException {
    Path output = Files.createTempFile("testbed", ".out");
    try {
      int exit = exitCode(Stream.concat(Stream.of(script), Stream.of(arguments)).toList(), output);
      if (exit != 0) {
        String said = Files.readString(output);
        if (exit == UNAVAILABLE && !"true".equals(System.getenv("BOUNCE_REQUIRE_COMPONENTS"))) {
          throw new TestAbortedException(said.strip());
        }
        throw new AssertionError(script + " exited with " + exit + ": " + said);
      }
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static int exitCode(List<String> command, Path output) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      return process.onExit().get(BOUND_SECONDS, TimeUnit.SECONDS).exitValue();
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IOException(command + " did not end within " + BOUND_SECONDS + " s", e);
    }
  }
}
