package dev.bounce.backend.docker;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.docker.ContainerProcesses.Seen;
import dev.bounce.host.CommandLine;
import dev.bounce.host.CommandResult;
import dev.bounce.host.Endpoint;
import dev.bounce.host.FileOwnership;
import dev.bounce.host.FileStatus;
import dev.bounce.host.FollowedFile;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.host.HostException.Reason;
import dev.bounce.host.HttpRequest;
import dev.bounce.host.HttpResponse;
import dev.bounce.host.ProcessIdentity;
import dev.bounce.host.RunningProcess;
import dev.bounce.host.SpawnedProcess;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The inside of a container, through {@code docker exec} and the container's own {@code sh} and
 * {@code cat}. Commands are executed without them; processes and files need them.
 *
 * <p>Commands run as the user whom the container was made with, unless they name another; what
 * bounce looks at and writes by itself, as the container's root. Pids are the container's own.
 * Sockets are reached from outside, at the address of the container: what listens on its loopback
 * address or on a unix socket in it only cannot be.
 */
final class ContainerHost implements Host {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1", "0.0.0.0");

  /** USER_HZ: 100 on every architecture that a JDK 25 is made for; time(7). */
  private static final long MILLISECONDS_PER_TICK = 10;

  private static final int UPTIME_LIMIT = 128;

  private final String container;
  private final Host outside;
  private final Engines engines;
  private final ContainerFiles files;
  private final ContainerProcesses processes;
  private final ContainerCommand commands;
  private final ContainerSpawn spawns;

  /**
   * @param container its name
   * @param outside the machine of the Engine
   */
  ContainerHost(String container, Host outside, Engines engines) {
    this.container = container;
    this.outside = outside;
    this.engines = engines;
    Exec exec = new Exec(container, engines);
    ContainerShell shell = new ContainerShell(container, exec);
    this.files = new ContainerFiles(container, shell);
    this.processes = new ContainerProcesses(container, shell);
    this.commands = new ContainerCommand(container, exec, processes);
    this.spawns = new ContainerSpawn(container, exec, shell, processes, files);
  }

  @Override
  public String name() {
    return container;
  }

  @Override
  public CommandResult execute(CommandLine command, Duration timeout, Consumer<String> onLine)
      throws HostException {
    return commands.execute(command, timeout, onLine);
  }

  @Override
  public HttpResponse exchange(HttpRequest request, Duration timeout, Runnable onSent)
      throws HostException {
    return outside.exchange(outwards(request, timeout), timeout, onSent);
  }

  @Override
  public HttpResponse stream(HttpRequest request, Duration timeout, OutputStream sink)
      throws HostException {
    return outside.stream(outwards(request, timeout), timeout, sink);
  }

  @Override
  public void connect(Endpoint endpoint, Duration timeout) throws HostException {
    outside.connect(outwards(endpoint, timeout), timeout);
  }

  private HttpRequest outwards(HttpRequest request, Duration timeout) throws HostException {
    return new HttpRequest(
        outwards(request.endpoint(), timeout),
        request.tls(),
        request.method(),
        request.path(),
        request.headers(),
        request.body());
  }

  private Endpoint outwards(Endpoint endpoint, Duration timeout) throws HostException {
    return switch (endpoint) {
      case Endpoint.Tcp(String host, int port) ->
          LOOPBACK.contains(host) ? new Endpoint.Tcp(address(timeout), port) : endpoint;
      case Endpoint.Secured(String host, int port, Optional<Path> certificate) ->
          LOOPBACK.contains(host)
              ? new Endpoint.Secured(address(timeout), port, certificate)
              : endpoint;
      case Endpoint.Unix _, Endpoint.Abstract _ ->
          throw new HostException(
              Reason.FAILED,
              "the socket %s is inside of %s, where bounce cannot connect to it"
                  .formatted(endpoint.shown(), container));
      case Endpoint.Discovered(String description) ->
          throw new IllegalArgumentException("not looked up yet: " + description);
    };
  }

  private String address(Duration timeout) throws HostException {
    try {
      Container seen =
          Container.of(
              engines
                  .within(timeout)
                  .get("/containers/" + EngineClient.encoded(container) + "/json"));
      if (seen.hostNetwork()) {
        return "127.0.0.1";
      }
      if (seen.address().isEmpty()) {
        throw new HostException(
            Reason.ABSENT, "%s has no address: it is %s".formatted(container, seen.status()));
      }
      return seen.address();
    } catch (BackendException e) {
      throw Exec.failure(e);
    }
  }

  @Override
  public Optional<ProcessIdentity> process(long pid) {
    try {
      return processes.one(pid).map(seen -> seen.process().identity());
    } catch (HostException _) {
      return Optional.empty(); // in a container that does not run there is none
    }
  }

  @Override
  public List<RunningProcess> processes() throws HostException {
    return processes.all().stream().map(Seen::process).toList();
  }

  /** {@inheritDoc} Start times count from the boot of the machine, in a container too. */
  @Override
  public Instant startedAt(ProcessIdentity process) {
    Instant now = Instant.now();
    try {
      String uptime = files.read(Path.of("/proc/uptime"), UPTIME_LIMIT).split(" ", 2)[0];
      long upMilliseconds = Math.round(Double.parseDouble(uptime) * 1000);
      long age = upMilliseconds - process.startTicks() * MILLISECONDS_PER_TICK;
      return now.minusMillis(Math.max(0, age));
    } catch (HostException | NumberFormatException _) {
      return now;
    }
  }

  @Override
  public void signal(ProcessIdentity process, String signal) throws HostException {
    processes.signal(process, signal);
  }

  @Override
  public List<ProcessIdentity> session(ProcessIdentity leader) {
    try {
      // A pid is not given to anybody else while a session of that number has members.
      return processes.all().stream()
          .filter(seen -> seen.session() == leader.pid())
          .map(seen -> seen.process().identity())
          .filter(found -> found.startTicks() >= leader.startTicks())
          .toList();
    } catch (HostException _) {
      return List.of();
    }
  }

  @Override
  public SpawnedProcess spawn(
      CommandLine command, Path logFile, BeforeStart beforeStart, Duration timeout)
      throws HostException {
    return spawns.start(command, absolute(logFile), beforeStart, timeout);
  }

  @Override
  public boolean exists(Path path) {
    return files.exists(absolute(path));
  }

  @Override
  public Optional<FileOwnership> ownership(Path path) {
    return files.ownership(absolute(path));
  }

  @Override
  public Optional<FileStatus> status(Path path) {
    return files.status(absolute(path));
  }

  @Override
  public Optional<Path> linkTarget(Path path) {
    return files.linkTarget(absolute(path));
  }

  @Override
  public Path realPath(Path path) throws HostException {
    return files.realPath(absolute(path));
  }

  @Override
  public List<Path> glob(String pattern) throws HostException {
    return files.glob(pattern.startsWith("/") ? pattern : "/" + pattern);
  }

  @Override
  public String read(Path path, int limitBytes) throws HostException {
    return files.read(absolute(path), limitBytes);
  }

  @Override
  public String readTrusted(Path path, int limitBytes) throws HostException {
    return files.readTrusted(absolute(path), limitBytes);
  }

  @Override
  public List<String> tail(Path path, int lines) {
    return files.tail(absolute(path), lines);
  }

  @Override
  public FollowedFile follow(Path path, boolean isNew) {
    return files.follow(absolute(path), isNew);
  }

  @Override
  public void write(Path path, String text) throws HostException {
    files.write(absolute(path), text);
  }

  @Override
  public void link(Path link, Path target) throws HostException {
    files.link(absolute(link), target);
  }

  @Override
  public void delete(Path path) throws HostException {
    files.delete(absolute(path));
  }

  /** The folder of bounce is none of the container's: what is relative starts at its root. */
  private static Path absolute(Path path) {
    return Path.of("/").resolve(path);
  }
}
