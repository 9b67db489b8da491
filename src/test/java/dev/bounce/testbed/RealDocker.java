package dev.bounce.testbed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * Containers of a test on a real dockerd, which {@code testbed/docker} starts once for all tests of
 * this JVM, and which ends with it. Closing this removes the containers that were run by it.
 *
 * <p>It speaks to dockerd by the docker command, so that nothing under test takes part. Where
 * docker is not installed, the test is aborted, naming the package; with {@code
 * BOUNCE_REQUIRE_COMPONENTS=true} it fails.
 */
public final class RealDocker implements AutoCloseable {
  /** The one image there is: busybox, with a user app of uid 1000. */
  public static final String IMAGE = "bounce/busybox:1";

  /** Ends at TERM, and says so; for {@code sh -c}. */
  public static final String POLITE =
      "trap 'echo ends; exit 0' TERM; echo \"up in $$\"; while :; do sleep 60 & wait $!; done";

  private static final String SCRIPT = "testbed/docker";
  private static final int UNAVAILABLE = 69;
  private static final int BOUND_SECONDS = 60;

  private static Optional<Path> daemon = Optional.empty();

  private final Path folder;
  private final List<String> names = Collections.synchronizedList(new ArrayList<>());

  private RealDocker(Path folder) {
    this.folder = folder;
  }

  /** Returns one without containers; the first one in this JVM starts dockerd. */
  public static RealDocker open() throws IOException {
    return new RealDocker(daemon());
  }

  /** Returns the socket that dockerd listens on. */
  public Path socket() {
    return folder.resolve("docker.sock");
  }

  /** Returns the socket as clients read it from DOCKER_HOST. */
  public String host() {
    return "unix://" + socket();
  }

  /** Returns the options that give a container the labels of docker compose. */
  public static List<String> composed(String project, String service, int number) {
    return List.of(
        "--label=com.docker.compose.project=" + project,
        "--label=com.docker.compose.service=" + service,
        "--label=com.docker.compose.container-number=" + number,
        "--label=com.docker.compose.oneoff=False");
  }

  /** Runs a container in the network of the test bed, and returns its id. */
  public String run(String name, List<String> options, String... command) throws IOException {
    return make("run", name, options, command);
  }

  /** Runs a container that executes a shell script. */
  public String runScript(String name, String script, String... options) throws IOException {
    return run(name, List.of(options), "sh", "-c", script);
  }

  /** Makes a container and does not start it, and returns its id. */
  public String create(String name, List<String> options, String... command) throws IOException {
    return make("create", name, options, command);
  }

  private String make(String verb, String name, List<String> options, String... command)
      throws IOException {
    names.add(name);
    List<String> arguments = new ArrayList<>(List.of(verb));
    if (verb.equals("run")) {
      arguments.add("--detach");
    }
    arguments.add("--name=" + name);
    if (options.stream().noneMatch(option -> option.startsWith("--network"))) {
      arguments.add("--network=bounce");
    }
    arguments.addAll(options);
    arguments.add(IMAGE);
    arguments.addAll(List.of(command));
    return docker(arguments.toArray(String[]::new));
  }

  /** Returns a part of what docker inspect says of a container: {@code {{.State.StartedAt}}}. */
  public String inspect(String container, String format) throws IOException {
    return docker("inspect", "--type=container", "--format=" + format, container);
  }

  /** Executes a shell script in a container and returns what it wrote. */
  public String shell(String container, String script) throws IOException {
    return docker("exec", container, "sh", "-c", script);
  }

  /** Executes the docker command, and returns the last line that it wrote, or all of several. */
  public String docker(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("docker", "--host=" + host()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("docker", ".out");
    Path errors = Files.createTempFile("docker", ".err");
    try {
      int exit = execute(command, output, errors);
      String said = Files.readString(output, StandardCharsets.UTF_8).strip();
      if (exit != 0) {
        throw new IOException(command + " exited with " + exit + ": " + Files.readString(errors));
      }
      return said;
    } finally {
      Files.deleteIfExists(output);
      Files.deleteIfExists(errors);
    }
  }

  /** Removes the containers that were made by this. */
  @Override
  public void close() throws IOException {
    for (String name : List.copyOf(names).reversed()) {
      try {
        docker("rm", "--force", "--volumes", name);
      } catch (IOException e) {
        if (!String.valueOf(e.getMessage()).contains("No such container")) {
          throw e;
        }
      }
      names.remove(name);
    }
  }

  private static synchronized Path daemon() throws IOException {
    if (daemon.isEmpty()) {
      Path folder = Files.createTempDirectory("bounce-docker");
      Path output = Files.createTempFile("docker", ".out");
      int exit = execute(List.of(SCRIPT, "start", folder.toString()), output, output);
      String said = Files.readString(output).strip();
      Files.deleteIfExists(output);
      if (exit != 0) {
        delete(folder);
        if (exit == UNAVAILABLE && !"true".equals(System.getenv("BOUNCE_REQUIRE_COMPONENTS"))) {
          throw new TestAbortedException(said);
        }
        throw new AssertionError(SCRIPT + " exited with " + exit + ": " + said);
      }
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(folder), "end-docker"));
      daemon = Optional.of(folder);
    }
    return daemon.get();
  }

  private static void end(Path folder) {
    try {
      Path output = Files.createTempFile("docker", ".out");
      execute(List.of(SCRIPT, "stop", folder.toString()), output, output);
      Files.deleteIfExists(output);
      delete(folder);
    } catch (IOException e) {
      System.err.println(SCRIPT + " stop " + folder + ": " + e.getMessage());
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }

  private static int execute(List<String> command, Path output, Path errors) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(output.toFile());
    if (output.equals(errors)) {
      builder.redirectErrorStream(true);
    } else {
      builder.redirectError(errors.toFile());
    }
    Process process = builder.start();
    try {
      return process.onExit().get(BOUND_SECONDS, TimeUnit.SECONDS).exitValue();
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IOException(command + " did not end within " + BOUND_SECONDS + " s", e);
    }
  }
}
