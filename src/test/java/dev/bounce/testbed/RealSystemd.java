package dev.bounce.testbed;

import dev.bounce.host.CommandLine;
import dev.bounce.host.Host;
import dev.bounce.host.LocalHost;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * A real systemd, booted by {@code testbed/systemd} in a container of its own, with the units of
 * {@code testbed/systemd-units}.
 *
 * <p>Where it cannot be booted, because a package is missing or nobody is root, starting it aborts
 * the test, which names what is missing; with {@code BOUNCE_REQUIRE_COMPONENTS=true} it fails.
 */
public final class RealSystemd implements AutoCloseable {
  /** May do everything. */
  public static final Account ROOT = new Account("root", 0);

  /** May call systemctl as root for everything, without a password. */
  public static final Account DEPLOYER = new Account("deployer", 4201);

  /** May restart {@code database.service} and do nothing else. */
  public static final Account NARROW = new Account("narrow", 4202);

  /** May do nothing as root. */
  public static final Account VISITOR = new Account("visitor", 4203);

  private static final String SCRIPT = "testbed/systemd";
  private static final int UNAVAILABLE = 69;
  private static final int BOUND_SECONDS = 60;

  /** Where the container sees what bounce is made of; accounts of it cannot look into homes. */
  private static final String INSIDE = "/opt/bounce";

  private final Path folder;

  private RealSystemd(Path folder) {
    this.folder = folder;
  }

  /** A user of the container. */
  public record Account(String name, int id) {}

  /** Boots one, and returns when it is up. */
  public static RealSystemd start(Path folder) throws IOException {
    return start(folder, Map.of());
  }

  /** Boots one that sees a folder by its own name, and may write there. */
  public static RealSystemd startSharing(Path folder, Path shared) throws IOException {
    return start(folder, Map.of("SYSTEMD_SHARED", shared.toString()));
  }

  private static RealSystemd start(Path folder, Map<String, String> more) throws IOException {
    Map<String, String> environment = new LinkedHashMap<>(more);
    environment.put("SYSTEMD_BINDS", String.join("\n", binds()));
    Path output = Files.createTempFile("systemd", ".out");
    try {
      int exit = run(List.of(SCRIPT, "start", folder.toString()), environment, output);
      if (exit != 0) {
        String said = Files.readString(output);
        if (exit == UNAVAILABLE && !"true".equals(System.getenv("BOUNCE_REQUIRE_COMPONENTS"))) {
          throw new TestAbortedException(said.strip());
        }
        throw new AssertionError(SCRIPT + " exited with " + exit + ": " + said);
      }
      return new RealSystemd(folder);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  /** Returns the folder with the commands that act on this systemd, for the beginning of a PATH. */
  public Path commands() {
    return folder.resolve("bin");
  }

  /** Returns the pid of this systemd. */
  public long pid() throws IOException {
    return Long.parseLong(Files.readString(folder.resolve("leader")).strip());
  }

  /** Returns what the commands of {@link #commands} were called with so far, a line for each. */
  public List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }

  /** Returns this machine as a host whose commands run where this systemd is, as root. */
  public Host host() {
    return host(List.of(folder.resolve("exec").toString()));
  }

  /**
   * Returns the same, where the systemd of the user, which is another one, takes every call and
   * never answers.
   */
  public Host hostOfSilentUser() {
    return host(List.of(folder.resolve("exec").toString(), "env", "XDG_RUNTIME_DIR=/run/silent"));
  }

  /** Returns the same, where commands run as some user of the container. */
  public Host host(Account account) {
    return host(as(account));
  }

  /** Starts the systemd of a user, and returns a host whose commands find it. */
  public Host hostWithOwnSystemd(Account account) throws IOException {
    execute("systemctl", "start", "user@" + account.id() + ".service");
    List<String> prefix = new ArrayList<>(as(account));
    prefix.addAll(List.of("--reset-env", "env", "XDG_RUNTIME_DIR=/run/user/" + account.id()));
    return host(prefix);
  }

  private static Host host(List<String> prefix) {
    Host local = new LocalHost();
    return (Host)
        Proxy.newProxyInstance(
            Host.class.getClassLoader(),
            new Class<?>[] {Host.class},
            (_, method, arguments) -> {
              for (int i = 0; arguments != null && i < arguments.length; i++) {
                if (arguments[i] instanceof CommandLine command) {
                  arguments[i] = prefixed(prefix, command);
                }
              }
              try {
                return method.invoke(local, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static CommandLine prefixed(List<String> prefix, CommandLine command) {
    return new CommandLine(
        Stream.concat(prefix.stream(), command.arguments().stream()).toList(),
        command.directory(),
        command.environment(),
        Optional.empty());
  }

  private List<String> as(Account account) {
    return List.of(
        folder.resolve("exec").toString(),
        "setpriv",
        "--reuid=" + account.id(),
        "--regid=" + account.id(),
        "--init-groups");
  }

  /** Runs a command in the container as root, and returns what it wrote; it has to succeed. */
  public String execute(String... arguments) throws IOException {
    Outcome outcome = run(Stream.concat(root(), Stream.of(arguments)).toList());
    if (outcome.exitCode() != 0) {
      throw new IOException(List.of(arguments) + ": " + outcome.all());
    }
    return outcome.out().strip();
  }

  /** Runs bounce inside of the container, as some user, and returns how it ended. */
  public Outcome bounce(Account account, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(as(account));
    command.addAll(List.of("--reset-env", "--", "env", "LC_ALL=C.UTF-8"));
    command.addAll(List.of(INSIDE + "/jdk/bin/java", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
    command.add(String.join(":", classPath().values()));
    command.add("dev.bounce.cli.Main");
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** Returns a property of a unit, as systemd tells it to somebody other than bounce. */
  public String property(String unit, String property) throws IOException {
    return execute("systemctl", "show", "--value", "--property", property, unit);
  }

  /** Returns the invocations of units, by their names; empty where there is none. */
  public Map<String, String> invocations(String... units) throws IOException {
    Map<String, String> invocations = new TreeMap<>();
    for (String unit : units) {
      invocations.put(unit, property(unit, "InvocationID"));
    }
    return invocations;
  }

  /** Takes it down, with everything that it runs. */
  @Override
  public void close() throws IOException {
    Path output = Files.createTempFile("systemd", ".out");
    try {
      run(List.of(SCRIPT, "stop", folder.toString()), Map.of(), output);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private Stream<String> root() {
    return Stream.of(folder.resolve("exec").toString());
  }

  private static List<String> binds() {
    List<String> binds = new ArrayList<>();
    binds.add(System.getProperty("java.home") + ":" + INSIDE + "/jdk");
    classPath().forEach((outside, inside) -> binds.add(outside + ":" + inside));
    return binds;
  }

  /** Returns where the container sees each entry of this class path. */
  private static Map<Path, String> classPath() {
    Map<Path, String> inside = new LinkedHashMap<>();
    String[] entries = System.getProperty("java.class.path").split(File.pathSeparator, -1);
    for (int i = 0; i < entries.length; i++) {
      Path entry = Path.of(entries[i]).toAbsolutePath();
      if (Files.exists(entry)) {
        inside.put(entry, INSIDE + "/" + i + (Files.isDirectory(entry) ? "" : ".jar"));
      }
    }
    return inside;
  }

  private static Outcome run(List<String> command) throws IOException {
    Path out = Files.createTempFile("systemd", ".out");
    Path err = Files.createTempFile("systemd", ".err");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      int exit = ended(builder.start(), command);
      return new Outcome(
          exit,
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    } finally {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
  }

  private static int run(List<String> command, Map<String, String> environment, Path output)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    return ended(builder.start(), command);
  }

  private static int ended(Process process, List<String> command) throws IOException {
    try {
      return process.onExit().get(BOUND_SECONDS, TimeUnit.SECONDS).exitValue();
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IOException(command + " did not end within " + BOUND_SECONDS + " s", e);
    }
  }
}
