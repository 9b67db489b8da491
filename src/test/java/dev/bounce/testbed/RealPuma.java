package dev.bounce.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * A Puma of this machine's Ruby, in a folder of a test, as {@code testbed/puma} prepares and starts
 * it. Where Puma is not installed this aborts the test, which names the package; with {@code
 * BOUNCE_REQUIRE_COMPONENTS=true} it fails the test.
 */
public final class RealPuma implements AutoCloseable {
  /** What the control server asks for. */
  public static final String TOKEN = "open-sesame";

  private static final String SCRIPT = "testbed/puma";
  private static final int UNAVAILABLE = 69;
  private static final int BOUND_SECONDS = 40;

  private final Path folder;
  private final Map<String, String> variables = new LinkedHashMap<>();

  private RealPuma(Path folder) {
    this.folder = folder;
  }

  /** Returns one with two workers and a control server on a unix socket, not started yet. */
  public static RealPuma in(Path folder) {
    return new RealPuma(folder);
  }

  /** Has so many workers; 0 is the mode without any. */
  public RealPuma workers(int count) {
    return with("PUMA_WORKERS", Integer.toString(count));
  }

  /** Has its control server on {@code unix}, {@code abstract}, {@code tcp}, {@code ssl}, none. */
  public RealPuma control(String transport) throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      with("PUMA_CONTROL_PORT", Integer.toString(free.getLocalPort()));
    }
    return with("PUMA_CONTROL", transport);
  }

  /** Has more lines in its configuration. */
  public RealPuma config(String lines) {
    return with("PUMA_CONFIG", lines);
  }

  /** Has a variable in its environment, and in that of the script. */
  public RealPuma with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  /** Writes its files. */
  public RealPuma prepare() throws IOException {
    script("prepare");
    return this;
  }

  /** Starts it, and returns when all workers are up. */
  public RealPuma start() throws IOException {
    script("start");
    return this;
  }

  /** Returns the argument vector that starts it. */
  public List<String> command() {
    return List.of("puma", "-C", folder.resolve("config.rb").toString());
  }

  /** Returns its folder. */
  public Path folder() {
    return folder;
  }

  /** Returns the state file that it writes. */
  public Path state() {
    return folder.resolve("state");
  }

  /** Returns the pid file that it writes. */
  public Path pidFile() {
    return folder.resolve("pumapid");
  }

  /** Returns where its output goes. */
  public Path log() {
    return folder.resolve("log");
  }

  /** Returns the certificate that it shows on {@code ssl}. */
  public Path certificate() {
    return folder.resolve("certificate.pem");
  }

  /** Returns the file of its control socket. */
  public Path controlSocket() {
    return folder.resolve("control.sock");
  }

  /** Returns where its control server listens, as the state file says. */
  public String controlUrl() throws IOException {
    try (Stream<String> lines = Files.lines(state())) {
      return lines
          .filter(line -> line.startsWith("control_url: "))
          .map(line -> line.substring("control_url: ".length()))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Returns the pid of its master. */
  public long pid() throws IOException {
    return Long.parseLong(Files.readString(pidFile()).strip());
  }

  /** Returns the pids of its workers, from their titles. */
  public Set<Long> workerPids() throws IOException {
    String mark = ": " + pid();
    Set<Long> pids = new TreeSet<>();
    for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
      String title = title(process.pid());
      if (title.startsWith("puma: cluster worker ")
          && (title.endsWith(mark) || title.contains(mark + " ["))
          && Eventually.isAlive(process.pid())) {
        pids.add(process.pid());
      }
    }
    return pids;
  }

  /** Returns how many descriptors of its master are open on a file. */
  public long descriptorsOf(Path file) throws IOException {
    try (Stream<Path> links = Files.list(Path.of("/proc", Long.toString(pid()), "fd"))) {
      return links.filter(link -> isLinkTo(file, link)).count();
    }
  }

  private static boolean isLinkTo(Path file, Path link) {
    try {
      return Files.readSymbolicLink(link).equals(file);
    } catch (IOException closed) {
      return false;
    }
  }

  private static String title(long pid) {
    try {
      Path file = Path.of("/proc", Long.toString(pid), "cmdline");
      return Files.readString(file).replace('\0', ' ').strip();
    } catch (IOException gone) {
      return "";
    }
  }

  /** Points its current release at another one: good, other, broken. */
  public void release(String name) throws IOException {
    Path link = folder.resolve("current.next");
    Files.createSymbolicLink(link, Path.of("releases", name));
    Files.move(link, folder.resolve("current"), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Says how many seconds its application takes to load from now on. */
  public void boot(double seconds) throws IOException {
    Files.writeString(folder.resolve("boot"), Double.toString(seconds));
  }

  /** Asks its application, which names its release and the pid that answers. */
  public String ask() throws IOException {
    return ask("app.sock", "/");
  }

  /** Asks its control server on the unix socket how it is. */
  public String stats() throws IOException {
    return ask("control.sock", "/stats?token=" + TOKEN);
  }

  /** Lets it answer so many requests for as long as {@link #heldRequests()} is there, or 30 s. */
  public void hold(int requests) throws IOException {
    Files.writeString(heldRequests(), "");
    for (int i = 0; i < requests; i++) {
      Thread.startVirtualThread(() -> {
        try {
          ask("app.sock", "/hold");
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }
  }

  /** Returns the file that keeps requests from being answered. */
  public Path heldRequests() {
    return folder.resolve("hold");
  }

  private String ask(String name, String path) throws IOException {
    Path socket = folder.resolve(name);
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      String request = "GET " + path + " HTTP/1.0\r\n\r\n";
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      String answer =
          new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
      return answer.substring(answer.indexOf("\r\n\r\n") + 4).strip();
    }
  }

  /** Ends it, whoever has started it. */
  @Override
  public void close() throws IOException {
    script("stop");
  }

  private void script(String action) throws IOException {
    Path output = Files.createTempFile("puma", ".out");
    try {
      ProcessBuilder builder = new ProcessBuilder(SCRIPT, action, folder.toString());
      builder.environment().remove("WEB_CONCURRENCY");
      builder.environment().putAll(variables);
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      int exit = await(builder.start());
      if (exit != 0) {
        String said = Files.readString(output);
        if (exit == UNAVAILABLE && !"true".equals(System.getenv("BOUNCE_REQUIRE_COMPONENTS"))) {
          throw new TestAbortedException(said.strip());
        }
        throw new AssertionError(SCRIPT + " " + action + " exited with " + exit + ": " + said);
      }
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static int await(Process process) throws IOException {
    try {
      return process.onExit().get(BOUND_SECONDS, TimeUnit.SECONDS).exitValue();
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IOException(SCRIPT + " did not end within " + BOUND_SECONDS + " s", e);
    }
  }
}
