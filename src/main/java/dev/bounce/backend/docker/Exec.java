package dev.bounce.backend.docker;

import dev.bounce.backend.BackendException;
import dev.bounce.diag.Code;
import dev.bounce.host.HostException;
import dev.bounce.host.HostException.Reason;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Commands in a container, as {@code docker exec} runs them. */
final class Exec {
  private static final Duration PAUSE = Duration.ofMillis(10);

  /** How long the Engine may take to know of an end whose output has ended already. */
  private static final Duration ENDING = Duration.ofSeconds(5);

  /** What the Engine exits with when it could not execute a command, by its own words. */
  private static final int NOT_EXECUTED = 126;

  private static final Map<Code, Reason> REASONS =
      Map.of(
          Code.B001, Reason.ABSENT,
          Code.B003, Reason.ABSENT,
          Code.B005, Reason.PERMISSION,
          Code.R011, Reason.INTERRUPTED);

  private final String container;
  private final Engines engines;

  Exec(String container, Engines engines) {
    this.container = container;
    this.engines = engines;
  }

  /**
   * A command for a container.
   *
   * @param environment in addition to the container's own
   * @param directory where it runs, absent for the container's own
   * @param user by name or uid, absent for the container's own
   */
  record Order(
      List<String> arguments,
      Map<String, String> environment,
      Optional<String> directory,
      Optional<String> user) {
    /** Copies the collections. */
    Order {
      arguments = List.copyOf(arguments);
      environment = new LinkedHashMap<>(environment);
    }

    private Map<String, Object> body(boolean attached) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("AttachStdout", attached);
      body.put("AttachStderr", attached);
      body.put("Cmd", arguments);
      List<String> variables = new ArrayList<>();
      environment.forEach((name, value) -> variables.add(name + "=" + value));
      body.put("Env", variables);
      directory.ifPresent(path -> body.put("WorkingDir", path));
      user.ifPresent(name -> body.put("User", name));
      return body;
    }
  }

  /**
   * Runs a command to its end. What it has written is with the two streams by then.
   *
   * @return its exit code; 126 where the Engine could not execute it, which then says why as if the
   *     command had
   * @throws HostException TIMEOUT and INTERRUPTED leave it running
   */
  int run(Order order, Duration timeout, OutputStream output, OutputStream errors)
      throws HostException {
    try {
      EngineClient engine = engines.within(timeout);
      String id = create(engine, order, true);
      engine.stream(
          "/exec/" + id + "/start",
          Map.of("Detach", false, "Tty", false),
          new Frames(output, errors));
      return exitCode(id);
    } catch (BackendException e) {
      throw failure(e);
    }
  }

  /**
   * Starts a command that is not waited for; what it writes is lost.
   *
   * @return the id by which the Engine knows it
   * @throws HostException FAILED, with the Engine's words, when it could not be executed
   */
  String start(Order order, Duration timeout) throws HostException {
    try {
      EngineClient engine = engines.within(timeout);
      String id = create(engine, order, false);
      engine.post("/exec/" + id + "/start", Map.of("Detach", true, "Tty", false));
      return id;
    } catch (BackendException e) {
      throw failure(e);
    }
  }

  /** Returns how a command has ended; absent while it runs. */
  Optional<Integer> ended(String id) throws HostException {
    try {
      Fields state = engines.within(ENDING).get("/exec/" + id + "/json");
      return state.isSet("Running")
          ? Optional.empty()
          : state.number("ExitCode").map(Long::intValue);
    } catch (BackendException e) {
      throw failure(e);
    }
  }

  private String create(EngineClient engine, Order order, boolean attached)
      throws BackendException {
    String target = "/containers/" + EngineClient.encoded(container) + "/exec";
    return engine.post(target, order.body(attached)).text("Id");
  }

  private int exitCode(String id) throws HostException {
    long deadline = System.nanoTime() + ENDING.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<Integer> exitCode = ended(id);
      if (exitCode.isPresent()) {
        return exitCode.get();
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    throw new HostException(
        Reason.BROKEN, "the Docker Engine does not tell how a command in " + container + " ended");
  }

  /** Tells whether the Engine, not the command, has written an output. */
  static boolean isRefusal(int exitCode, String output) {
    return exitCode >= NOT_EXECUTED
        && (output.startsWith("OCI runtime exec failed")
            || output.startsWith("unable to find user"));
  }

  /** Returns an error of the Engine as one of a host. */
  static HostException failure(BackendException e) {
    Reason reason = REASONS.getOrDefault(e.code(), Reason.FAILED);
    return new HostException(
        reason, e.why().filter(_ -> reason == Reason.FAILED).orElse(e.message()));
  }
}
