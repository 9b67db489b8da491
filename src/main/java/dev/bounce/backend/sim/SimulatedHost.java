package dev.bounce.backend.sim;

import dev.bounce.host.CommandLine;
import dev.bounce.host.CommandResult;
import dev.bounce.host.Endpoint;
import dev.bounce.host.FileOwnership;
import dev.bounce.host.FollowedFile;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.host.HostException.Reason;
import dev.bounce.host.HttpRequest;
import dev.bounce.host.HttpResponse;
import dev.bounce.host.ProcessIdentity;
import dev.bounce.host.RunningProcess;
import dev.bounce.host.SpawnedProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A machine in memory: files, links, commands that print what a test wants, and addresses that
 * answer while members run. Nothing is executed and nothing is reached.
 *
 * <p>Safe for threads.
 */
public final class SimulatedHost implements Host {
  private static final int MOST_LINKS = 40;
  private static final FileOwnership OWNED = new FileOwnership("simulated", true, false);

  private final String name;
  private final SimulatedWorld world;
  private final Sleeper sleeper;
  private final Map<Path, String> files = new TreeMap<>();
  private final Map<Path, Path> links = new TreeMap<>();
  private final List<Programmed> programs = new ArrayList<>();
  private final List<CommandLine> commands = new ArrayList<>();
  private final List<Served> served = new ArrayList<>();

  /**
   * @param world whose members answer where no address was given to anybody
   * @param sleeper lets the time of the simulation pass
   */
  public SimulatedHost(String name, SimulatedWorld world, Sleeper sleeper) {
    this.name = name;
    this.world = world;
    this.sleeper = sleeper;
  }

  /** Lets time pass. */
  @FunctionalInterface
  public interface Sleeper {
    /** Returns when that time has passed. */
    void sleep(Duration duration) throws InterruptedException;
  }

  /** A command that was programmed, by the first words of its argument vector. */
  private record Programmed(List<String> words, String output, int exitCode, Duration takes) {}

  /** An address, by the first characters of its URL, and whether somebody answers there. */
  private record Served(String prefix, int status, String body, BooleanSupplier up) {}

  /** Makes a file. */
  public synchronized void file(String path, String text) {
    files.put(normal(Path.of(path)), text);
  }

  /** Makes a symbolic link. */
  public synchronized void link(String path, String target) {
    links.put(normal(Path.of(path)), Path.of(target));
  }

  /**
   * Lets a command print something; without that, a command prints nothing and exits 0. What was
   * said last holds.
   *
   * @param words the first words of its argument vector
   */
  public synchronized void command(
      List<String> words, String output, int exitCode, Duration takes) {
    programs.addFirst(new Programmed(List.copyOf(words), output, exitCode, takes));
  }

  /** Lets an address answer. What was said last holds. */
  public synchronized void serve(String prefix, int status, String body) {
    served.addFirst(new Served(prefix, status, body, () -> true));
  }

  /** Lets an address answer with 200 as long as a member runs. What was said last holds. */
  public synchronized void serve(String prefix, String service, int index) {
    served.addFirst(new Served(prefix, 200, "", () -> world.isRunning(service, index)));
  }

  /** Lets an address answer as long as somebody is up. What was said last holds. */
  public synchronized void serve(String prefix, int status, String body, BooleanSupplier up) {
    served.addFirst(new Served(prefix, status, body, up));
  }

  /** Returns every command that was run, in order. */
  public synchronized List<CommandLine> commands() {
    return List.copyOf(commands);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public CommandResult execute(CommandLine command, Duration timeout, Consumer<String> onLine)
      throws HostException {
    Programmed program = record(command);
    boolean late = program.takes().compareTo(timeout) > 0;
    try {
      if (program.takes().isPositive()) {
        sleeper.sleep(late ? timeout : program.takes());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new HostException(Reason.INTERRUPTED, command.arguments() + " was interrupted");
    }
    program.output().lines().forEach(onLine);
    if (late) {
      throw new HostException(Reason.TIMEOUT, command.arguments() + " did not end in time");
    }
    perform(command.arguments());
    return new CommandResult(program.exitCode(), program.output(), false);
  }

  private synchronized Programmed record(CommandLine command) {
    commands.add(command);
    List<String> words = command.arguments();
    return programs.stream()
        .filter(program ->
            words.size() >= program.words().size()
                && words.subList(0, program.words().size()).equals(program.words()))
        .findFirst()
        .orElseGet(() -> new Programmed(List.of(), "", 0, Duration.ZERO));
  }

  /** Does what a few well-known commands do to links and files. */
  private synchronized void perform(List<String> words) {
    List<String> plain = words.stream().filter(word -> !word.startsWith("-")).toList();
    if (plain.size() != 3) {
      return;
    }
    Path from = normal(Path.of(plain.get(1)));
    Path to = normal(Path.of(plain.get(2)));
    if (plain.getFirst().equals("ln")
        && words.stream().anyMatch(word -> word.matches("-\\w*s\\w*"))) {
      links.put(to, Path.of(plain.get(1)));
    } else if (plain.getFirst().equals("mv")) {
      Optional.ofNullable(links.remove(from)).ifPresent(target -> links.put(to, target));
      Optional.ofNullable(files.remove(from)).ifPresent(text -> files.put(to, text));
    }
  }

  @Override
  public HttpResponse exchange(HttpRequest request, Duration timeout, Runnable onSent)
      throws HostException {
    onSent.run();
    boolean secured = request.tls() || request.endpoint() instanceof Endpoint.Secured;
    String url = (secured ? "https" : "http") + address(request.endpoint()) + request.path();
    Optional<Served> answer = answer(url);
    if (answer.isPresent() ? !answer.get().up().getAsBoolean() : !world.isAnythingRunning()) {
      throw new HostException(Reason.ABSENT, "connection refused");
    }
    byte[] body = answer.map(Served::body).orElse("").getBytes(StandardCharsets.UTF_8);
    return new HttpResponse(answer.map(Served::status).orElse(200), Map.of(), body);
  }

  @Override
  public HttpResponse stream(HttpRequest request, Duration timeout, OutputStream sink)
      throws HostException {
    HttpResponse answer = exchange(request, timeout);
    try {
      sink.write(answer.body());
    } catch (IOException e) {
      throw new HostException(Reason.BROKEN, String.valueOf(e.getMessage()));
    }
    return new HttpResponse(answer.status(), answer.headers(), new byte[0]);
  }

  private static String address(Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.Tcp(String host, int port) -> "://" + host + (port == 80 ? "" : ":" + port);
      case Endpoint.Secured(String host, int port, var _) ->
          "://" + host + (port == 443 ? "" : ":" + port);
      case Endpoint.Unix(Path path) -> "://" + path + ":";
      case Endpoint.Abstract(String name) -> "://@" + name + ":";
      case Endpoint.Discovered(String description) ->
          throw new IllegalArgumentException("not looked up yet: " + description);
    };
  }

  private synchronized Optional<Served> answer(String url) {
    return served.stream().filter(one -> url.startsWith(one.prefix())).findFirst();
  }

  @Override
  public void connect(Endpoint endpoint, Duration timeout) throws HostException {
    Optional<Served> answer = answer("tcp" + address(endpoint));
    if (answer.isPresent() ? !answer.get().up().getAsBoolean() : !world.isAnythingRunning()) {
      throw new HostException(Reason.ABSENT, "connection refused");
    }
  }

  @Override
  public Optional<ProcessIdentity> process(long pid) {
    return Optional.empty();
  }

  @Override
  public List<RunningProcess> processes() {
    return List.of();
  }

  @Override
  public Instant startedAt(ProcessIdentity process) {
    throw new IllegalArgumentException("a simulated host has no processes");
  }

  @Override
  public void signal(ProcessIdentity process, String signal) throws HostException {
    throw new HostException(Reason.STALE, "a simulated host has no processes");
  }

  @Override
  public List<ProcessIdentity> session(ProcessIdentity leader) {
    return List.of();
  }

  @Override
  public SpawnedProcess spawn(
      CommandLine command, Path logFile, BeforeStart beforeStart, Duration timeout)
      throws HostException {
    throw new HostException(Reason.FAILED, "a simulated host starts no processes");
  }

  @Override
  public synchronized boolean exists(Path path) {
    Path real = followed(path);
    return files.containsKey(real)
        || files.keySet().stream().anyMatch(file -> file.startsWith(real))
        || links.keySet().stream().anyMatch(link -> link.startsWith(real));
  }

  @Override
  public Optional<FileOwnership> ownership(Path path) {
    return exists(path) ? Optional.of(OWNED) : Optional.empty();
  }

  @Override
  public synchronized Optional<Path> linkTarget(Path path) {
    return Optional.ofNullable(links.get(normal(path)));
  }

  @Override
  public synchronized Path realPath(Path path) {
    return followed(path);
  }

  /** Follows links; a circle of them ends where it is found out. */
  private Path followed(Path path) {
    Path real = normal(path);
    for (int i = 0; i < MOST_LINKS; i++) {
      Path target = links.get(real);
      if (target == null) {
        return real;
      }
      real = normal(real.resolveSibling(target));
    }
    return real;
  }

  @Override
  public synchronized List<Path> glob(String pattern) {
    PathMatcher matcher =
        FileSystems.getDefault().getPathMatcher("glob:" + normal(Path.of(pattern)));
    return files.keySet().stream().filter(matcher::matches).toList();
  }

  @Override
  public synchronized String read(Path path, int limitBytes) throws HostException {
    String text = files.get(followed(path));
    if (text == null) {
      throw new HostException(Reason.ABSENT, "there is no " + path);
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > limitBytes) {
      throw new HostException(Reason.UNREADABLE, path + " is too long");
    }
    return text;
  }

  @Override
  public String readTrusted(Path path, int limitBytes) throws HostException {
    return read(path, limitBytes);
  }

  @Override
  public synchronized List<String> tail(Path path, int lines) {
    List<String> all = files.getOrDefault(followed(path), "").lines().toList();
    return all.subList(Math.max(0, all.size() - lines), all.size());
  }

  @Override
  public FollowedFile follow(Path path, boolean isNew) {
    return new SimulatedFollowedFile(() -> text(path), isNew);
  }

  private synchronized Optional<String> text(Path path) {
    return Optional.ofNullable(files.get(followed(path)));
  }

  @Override
  public synchronized void write(Path path, String text) {
    links.remove(normal(path));
    files.put(normal(path), text);
  }

  /** {@inheritDoc} Whatever it points to counts as there. */
  @Override
  public synchronized void link(Path link, Path target) throws HostException {
    if (files.containsKey(normal(link))) {
      throw new HostException(Reason.FAILED, link + " is no symbolic link");
    }
    links.put(normal(link), target);
  }

  @Override
  public synchronized void delete(Path path) {
    links.remove(normal(path));
    files.remove(normal(path));
  }

  private static Path normal(Path path) {
    return path.normalize();
  }
}
