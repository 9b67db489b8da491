package dev.bounce.integration.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.integration.load.Site;
import dev.bounce.testbed.CommandLineRun;
import dev.bounce.testbed.FreePorts;
import dev.bounce.testbed.Load;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.RealNginx;
import dev.bounce.testbed.RealSupervisor;
import dev.bounce.testbed.SupervisorWorld;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A group of four servers of a real supervisord, and two more that are called blue and green,
 * behind a real nginx that passes each request on once: what reaches a server that is down is lost.
 * Each server ends at TERM at once, whatever it has in hand.
 */
final class Shop implements AutoCloseable {
  /** The group as supervisord tells it, in the order of its lines in the upstream. */
  static final List<String> MEMBERS =
      IntStream.range(0, 4).mapToObj(number -> "shop:shop_" + number).toList();

  /** A run that nobody asked anything of has proven nothing. */
  private static final long REQUESTS = 20;

  private final Path folder;
  private final List<Integer> ports = FreePorts.some(MEMBERS.size() + 2);
  private final CommandLineRun commands;
  private final RealNginx nginx;
  private @Nullable RealSupervisor supervisor;

  private Shop(Path folder) throws IOException {
    this.folder = folder;
    this.commands = new CommandLineRun(folder.resolve("state"));
    this.nginx = RealNginx.prepare(folder.resolve("n"));
  }

  static Shop start() throws IOException {
    Path folder = Files.createTempDirectory("shop"); // short: a socket's path has 107 bytes
    // nginx's workers are perhaps another user, who has to see its files.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Shop shop = new Shop(folder);
    try {
      shop.serve();
      shop.stand();
      return shop;
    } catch (IOException | RuntimeException | Error e) {
      shop.close();
      throw e;
    }
  }

  private void serve() throws IOException {
    Files.writeString(
        folder.resolve("serve"),
        """
        cd "$(dirname "$0")"
        [ ! -e "$1.broken" ] || { echo no such database >&2; exit 3; }
        [ ! -e "$1.harmful" ] || touch unwell
        %s
        echo "$1" >"sites/$1/index.html"
        exec busybox httpd -f -p "127.0.0.1:$2" -h "sites/$1"
        """
            .formatted(Site.script("sites/$1").strip()));
    String programs =
        IntStream.range(0, MEMBERS.size())
            .mapToObj(i -> program("shop_" + i, ports.get(i)))
            .collect(Collectors.joining());
    Path sections =
        Files.writeString(
            folder.resolve("sections.conf"),
            programs
                + "[group:shop]\nprograms=shop_0,shop_1,shop_2,shop_3\n"
                + program("blue", ports.get(4))
                + program("green", ports.get(5)));
    supervisor = RealSupervisor.startWith(folder.resolve("s"), sections);
  }

  private String program(String name, int port) {
    return """
    [program:%1$s]
    command=/bin/sh %2$s/serve %1$s %3$d
    startsecs=0
    autorestart=false
    stopasgroup=true
    """
        .formatted(name, folder, port);
  }

  private void stand() throws IOException {
    Files.createDirectories(folder.resolve("shop.d"));
    Files.createDirectories(folder.resolve("live.d"));
    for (int i = 0; i < MEMBERS.size(); i++) {
      line(upstream(i), ports.get(i));
    }
    line(liveFile("blue"), ports.get(4));
    line(liveFile("green"), ports.get(5));
    Files.createSymbolicLink(live(), Path.of("blue"));
    nginx.edit(
        "http {",
        """
        http {
          proxy_next_upstream off;
          upstream shop { include %1$s/shop.d/*.conf; }
          upstream live { include %1$s/live.d/live; }\
        """
            .formatted(folder));
    nginx.edit(
        "location / { return 200 \"one\\n\"; }",
        """
        location = /health { if (-f %s/unwell) { return 503; } proxy_pass http://shop/; }
            location /live/ { proxy_pass http://live/; }
            location / { proxy_pass http://shop; }\
        """
            .formatted(folder));
    nginx.launch();
  }

  private static void line(Path file, int port) throws IOException {
    Files.writeString(file, "server 127.0.0.1:" + port + ";\n");
  }

  RealNginx nginx() {
    return nginx;
  }

  /** Returns where a member of the group has its line. */
  Path upstream(int index) {
    return folder.resolve("shop.d/" + index + ".conf");
  }

  /** Returns which members are out, by their numbers. */
  List<Integer> out() {
    return IntStream.range(0, MEMBERS.size())
        .filter(i -> !Files.exists(upstream(i)))
        .boxed()
        .toList();
  }

  /** Returns the link to the line of blue or green. */
  Path live() {
    return liveFile("live");
  }

  /** Returns where blue or green has its line. */
  Path liveFile(String name) {
    return folder.resolve("live.d/" + name);
  }

  /** Lets a server make nginx's own health bad as soon as it is started. */
  void harm(String name) throws IOException {
    Files.createFile(folder.resolve(name + ".harmful"));
  }

  /** Makes nginx's health good again, for good. */
  void heal(String name) throws IOException {
    Files.deleteIfExists(folder.resolve(name + ".harmful"));
    Files.deleteIfExists(folder.resolve("unwell"));
  }

  /** Says whether a server ends as soon as it is started from now on. */
  void setBroken(String name, boolean broken) throws IOException {
    Path file = folder.resolve(name + ".broken");
    Files.deleteIfExists(file);
    if (broken) {
      Files.createFile(file);
    }
  }

  /** Returns what supervisord says. */
  SupervisorWorld world() throws IOException {
    return SupervisorWorld.read(supervisor().configuration());
  }

  /** Returns who the members of the group are. */
  Map<String, Long> pids() throws IOException {
    return world().pids(MEMBERS);
  }

  private RealSupervisor supervisor() {
    if (supervisor == null) {
      throw new IllegalStateException("it is not started");
    }
    return supervisor;
  }

  /** Runs statements over the services of the shop, which have to end with this exit code. */
  Outcome run(int exitCode, String... statements) throws IOException {
    Path file = folder.resolve("test.runbook");
    Files.writeString(file, declarations() + String.join("\n", statements) + "\n");
    Outcome outcome = commands.stateful("run", file.toString());
    assertEquals(exitCode, outcome.exitCode(), outcome::all);
    return outcome;
  }

  /** Does that while clients ask, two of the four for something slow; none may lose a request. */
  Outcome runUnderLoad(int exitCode, String... statements) throws IOException {
    return runAsked("/", exitCode, statements);
  }

  /** Does that while clients ask for who is live. */
  Outcome runWhileLive(int exitCode, String... statements) throws IOException {
    return runAsked("/live/", exitCode, statements);
  }

  private Outcome runAsked(String path, int exitCode, String... statements) throws IOException {
    try (Load load = new Load(address(path), 2, address(path + Site.SLOW), 2)) {
      Outcome outcome = run(exitCode, statements);
      load.end();
      assertEquals(List.of(), load.failures(), outcome::all);
      assertTrue(load.requests() > REQUESTS, () -> load.requests() + " requests");
      return outcome;
    }
  }

  URI address(String path) throws IOException {
    return nginx.address(path);
  }

  private String declarations() throws IOException {
    return """
    use nginx
    use patterns
    default via supervisor
    let ports = %1$s
    service front { via nginx; %2$s; health http "%3$s" }
    service sluggish { via nginx; %2$s; start-within 6s; health http "%4$s" }
    service shop {
      group "shop"
      health http "http://127.0.0.1:${ports[it.index]}/"
      drain { nginx.take-out "%5$s/${it.index}.conf" of front within 10s }
      undrain { nginx.put-in "%5$s/${it.index}.conf" of front }
      %6$s
    }
    service blue { %6$s; health http "http://127.0.0.1:${ports[4]}/" }
    service green { %6$s; health http "http://127.0.0.1:${ports[5]}/" }
    """
        .formatted(
            ports,
            "pid-file \"%s\"; config \"%s\"; log \"%s\"; stable 100ms"
                .formatted(nginx.pidFile(), nginx.configuration(), nginx.log()),
            address("/health"),
            address("/" + Site.SLOW),
            folder.resolve("shop.d"),
            "server \"unix://" + supervisor().socket() + "\"; stable 200ms");
  }

  @Override
  public void close() throws IOException {
    nginx.close();
    if (supervisor != null) {
      supervisor.close();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
