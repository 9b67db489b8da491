package dev.bounce.host;

import dev.bounce.host.HostException.Reason;
import dev.bounce.value.Texts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.commons.exec.PumpStreamHandler;

/**
 * This machine, a Linux with {@code /proc}.
 *
 * <p>Each argument vector goes to the kernel as it is, through Commons Exec and setsid(1): a
 * command has a session of its own, so a Ctrl-C on the terminal reaches bounce and not the command,
 * and its descendants can be found by it. A command of another user is run by setpriv(1) when
 * bounce is root, else by {@code sudo -n}.
 *
 * <p>Relative paths, and commands without a directory, start from the folder that the host was made
 * with. To each command's environment {@code BOUNCE_JAVA} and {@code BOUNCE_CLASS_PATH} are added
 * where they are not set, so that what ships with bounce can be started by what runs bounce.
 */
public final class LocalHost implements Host {
  /** Marks a command and what comes of it; nested ones hold several marks. */
  private static final String MARKER = "BOUNCE_COMMAND";

  /** How long the rest of the output may take to come when nobody is left to write more. */
  private static final Duration ENDING = Duration.ofSeconds(1);

  /** What runs now, to be ended should bounce be. */
  private static final Set<Offspring> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Offspring::kill), "bounce-end-commands"));
  }

  private final Path directory;

  /** Works from the folder in which bounce was started. */
  public LocalHost() {
    this(Path.of(""));
  }

  /**
   * @param directory where commands run, and relative paths start, when nothing else is said
   */
  public LocalHost(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
  }

  @Override
  public String name() {
    return "local";
  }

  @Override
  public CommandResult execute(CommandLine command, Duration timeout, Consumer<String> onLine)
      throws HostException {
    String token = UUID.randomUUID().toString();
    Map<String, String> environment = environment(command);
    environment.merge(MARKER, token, (outer, own) -> outer + ":" + own);
    Account account = Account.become(command.user(), command.environment().keySet());
    List<String> arguments = joined(List.of("setsid"), account.prefix(), command.arguments());
    Offspring offspring = new Offspring(token);
    OutputSink sink = new OutputSink(onLine);
    RUNNING.add(offspring);
    try {
      RunningCommand running =
          RunningCommand.start(
              arguments,
              with(environment, account.environment()),
              directory(command),
              ending(offspring, sink),
              offspring::leader);
      int exitCode = awaitOrEnd(command, running, offspring, timeout);
      sink.close();
      CommandResult result = new CommandResult(exitCode, sink.text(), sink.truncated());
      refuseIfSudoDid(account, result);
      return result;
    } finally {
      sink.close();
      RUNNING.remove(offspring);
    }
  }

  /** The output ends only when nobody holds it open any more: first the descendants, then it. */
  private static PumpStreamHandler ending(Offspring offspring, OutputSink sink) {
    PumpStreamHandler streams =
        new PumpStreamHandler(sink.open(), sink.open()) {
          @Override
          public void stop() {
            offspring.end();
            try {
              super.stop();
            } catch (IOException e) {
              // Somebody who does not belong to the command was handed its output: nothing to wait
              // for.
            }
          }
        };
    streams.setStopTimeout(ENDING);
    return streams;
  }

  private static int awaitOrEnd(
      CommandLine command, RunningCommand running, Offspring offspring, Duration timeout)
      throws HostException {
    String name = command.arguments().getFirst();
    try {
      Optional<Integer> exitCode = running.await(timeout);
      if (exitCode.isPresent()) {
        refuseSurvivors(name, offspring.living());
        return exitCode.get();
      }
      refuseSurvivors(name, offspring.end());
      throw new HostException(
          Reason.TIMEOUT,
          name + " did not end within " + Texts.duration(timeout) + " and was ended");
    } catch (InterruptedException e) {
      List<ProcessTable.Entry> survivors = offspring.end();
      Thread.currentThread().interrupt();
      refuseSurvivors(name, survivors);
      throw new HostException(Reason.INTERRUPTED, name + " was interrupted and ended");
    }
  }

  private static void refuseSurvivors(String name, List<ProcessTable.Entry> survivors)
      throws HostException {
    if (!survivors.isEmpty()) {
      throw new HostException(
          Reason.FAILED,
          "%s left processes that cannot be ended: pid %s"
              .formatted(
                  name,
                  String.join(
                      ", ", survivors.stream().map(each -> Long.toString(each.pid())).toList())));
    }
  }

  /**
   * Whether it was sudo alone that spoke is told by its name, which it writes in every language: it
   * may also only have complained about the name of the machine before it ran the command.
   */
  private static void refuseIfSudoDid(Account account, CommandResult result) throws HostException {
    if (account.prefix().contains("sudo")
        && result.exitCode() == 1
        && !result.output().isBlank()
        && result.output().lines().allMatch(line -> line.startsWith("sudo: "))) {
      throw new HostException(Reason.PERMISSION, result.output().strip());
    }
  }

  @Override
  public HttpResponse exchange(HttpRequest request, Duration timeout, Runnable onSent)
      throws HostException {
    return HttpExchange.send(request, timeout, onSent);
  }

  @Override
  public HttpResponse stream(HttpRequest request, Duration timeout, OutputStream sink)
      throws HostException {
    return HttpExchange.stream(request, timeout, sink);
  }

  @Override
  public void connect(Endpoint endpoint, Duration timeout) throws HostException {
    Connection.tryOut(endpoint, timeout);
  }

  @Override
  public Optional<ProcessIdentity> process(long pid) {
    return ProcessTable.identity(pid);
  }

  @Override
  public List<RunningProcess> processes() {
    List<RunningProcess> processes = new ArrayList<>();
    for (ProcessTable.Entry entry : ProcessTable.living()) {
      List<String> arguments = ProcessTable.arguments(entry);
      ProcessTable.identity(entry.pid())
          .filter(found -> found.startTicks() == entry.startTicks())
          .ifPresent(found -> processes.add(new RunningProcess(found, entry.parent(), arguments)));
    }
    processes.sort(Comparator.comparingLong(process -> process.identity().pid()));
    return List.copyOf(processes);
  }

  @Override
  public Instant startedAt(ProcessIdentity process) {
    return BootTime.instant(process.startTicks());
  }

  @Override
  public void signal(ProcessIdentity process, String signal) throws HostException {
    Signals.send(process, signal);
  }

  @Override
  public List<ProcessIdentity> session(ProcessIdentity leader) {
    Optional<ProcessIdentity> alive =
        process(leader.pid()).filter(found -> found.startTicks() == leader.startTicks());
    List<ProcessIdentity> session = new ArrayList<>();
    alive.ifPresent(session::add);
    for (ProcessTable.Entry entry : ProcessTable.living()) {
      if (entry.pid() != leader.pid() && Detached.isOfSession(entry, leader, alive.isPresent())) {
        ProcessTable.identity(entry.pid())
            .filter(found -> found.startTicks() == entry.startTicks())
            .ifPresent(session::add);
      }
    }
    return List.copyOf(session);
  }

  @Override
  public SpawnedProcess spawn(
      CommandLine command, Path logFile, BeforeStart beforeStart, Duration timeout)
      throws HostException {
    Path log = resolve(logFile);
    TrustedFiles.prepareLog(log, Account.isAnother(command.user()));
    Map<String, String> environment = environment(command);
    environment.remove(MARKER); // it outlives whatever step bounce itself may be run by
    return Detached.start(command, directory(command), environment, log, beforeStart, timeout);
  }

  @Override
  public boolean exists(Path path) {
    return Files.exists(resolve(path));
  }

  @Override
  public Optional<FileOwnership> ownership(Path path) {
    return FileOwnership.ofLocal(resolve(path));
  }

  @Override
  public Optional<FileStatus> status(Path path) {
    return FileStatus.ofLocal(resolve(path));
  }

  @Override
  public Optional<Path> linkTarget(Path path) {
    try {
      return Optional.of(Files.readSymbolicLink(resolve(path)));
    } catch (IOException | UnsupportedOperationException _) {
      return Optional.empty();
    }
  }

  @Override
  public Path realPath(Path path) throws HostException {
    try {
      return resolve(path).toRealPath();
    } catch (NoSuchFileException _) {
      throw new HostException(Reason.ABSENT, "there is no " + path);
    } catch (IOException e) {
      throw new HostException(Reason.FAILED, "cannot resolve " + path + ": " + e.getMessage());
    }
  }

  @Override
  public List<Path> glob(String pattern) throws HostException {
    return Glob.find(directory, pattern);
  }

  @Override
  public String read(Path path, int limitBytes) throws HostException {
    return TrustedFiles.read(resolve(path), limitBytes);
  }

  @Override
  public String readTrusted(Path path, int limitBytes) throws HostException {
    return TrustedFiles.readTrusted(resolve(path), limitBytes);
  }

  @Override
  public List<String> tail(Path path, int lines) {
    return TrustedFiles.tail(resolve(path), lines);
  }

  @Override
  public FollowedFile follow(Path path, boolean isNew) {
    return new LocalFollowedFile(resolve(path), isNew);
  }

  @Override
  public void write(Path path, String text) throws HostException {
    TrustedFiles.write(resolve(path), text);
  }

  @Override
  public void link(Path link, Path target) throws HostException {
    TrustedFiles.link(resolve(link), target);
  }

  @Override
  public void delete(Path path) throws HostException {
    TrustedFiles.delete(resolve(path));
  }

  /**
   * Returns the environment of a command: that of bounce, of which another user only gets what says
   * nothing about bounce's own, and what the command adds.
   */
  private static Map<String, String> environment(CommandLine command) {
    Map<String, String> environment = new LinkedHashMap<>(System.getenv());
    if (Account.isAnother(command.user())) {
      environment.keySet().removeIf(name -> !Account.mayInherit(name));
    }
    environment.remove(Detached.VARIABLE);
    environment.putIfAbsent(
        "BOUNCE_JAVA", Path.of(System.getProperty("java.home"), "bin", "java").toString());
    environment.putIfAbsent("BOUNCE_CLASS_PATH", absolute(System.getProperty("java.class.path")));
    environment.putAll(command.environment());
    return environment;
  }

  private static String absolute(String classPath) {
    List<String> entries = new ArrayList<>();
    for (String entry : classPath.split(":", -1)) {
      entries.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(":", entries);
  }

  /** Returns an environment with more in it. */
  static Map<String, String> with(Map<String, String> environment, Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.putAll(more);
    return all;
  }

  private Path directory(CommandLine command) throws HostException {
    Path wanted = resolve(command.directory().orElse(directory));
    if (!Files.isDirectory(wanted)) {
      throw new HostException(Reason.ABSENT, "there is no directory " + wanted);
    }
    return wanted;
  }

  private Path resolve(Path path) {
    return directory.resolve(path);
  }

  @SafeVarargs
  private static List<String> joined(Collection<String>... parts) {
    List<String> all = new ArrayList<>();
    for (Collection<String> part : parts) {
      all.addAll(part);
    }
    return all;
  }
}
