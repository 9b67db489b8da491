package dev.bounce.integration.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.backend.MemberState;
import dev.bounce.health.HttpProbe;
import dev.bounce.health.Probe;
import dev.bounce.health.ProbeAnswer;
import dev.bounce.host.CommandLine;
import dev.bounce.host.LocalHost;
import dev.bounce.host.ProcessIdentity;
import dev.bounce.testbed.Eventually;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The processes of the quickstart, restarted one by one while the front is asked all the time. */
@Tag("integration")
final class DemoProcessTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @TempDir Path folder;

  private final LocalHost host = new LocalHost(Path.of("runbooks"));
  private final List<ProcessIdentity> spawned = new ArrayList<>();

  @AfterEach
  void endAll() throws Exception {
    for (ProcessIdentity leader : spawned) {
      for (ProcessIdentity process : host.session(leader)) {
        host.signal(process, "KILL");
      }
    }
  }

  private ProcessIdentity spawn(String... arguments) throws Exception {
    return host.spawn(
            CommandLine.of(List.of(arguments)), folder.resolve("log"), spawned::add, TIMEOUT)
        .identity();
  }

  private ProcessIdentity service(int port) throws Exception {
    return spawn("demo/service", "--port", Integer.toString(port));
  }

  private ProbeAnswer ask(int port, String path) {
    Probe probe = HttpProbe.of("http://127.0.0.1:" + port + path);
    return probe.ask(host, MemberState.unknown("web"));
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sockets.add(new ServerSocket(0));
    }
    List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return ports;
  }

  @Test
  void noRequestIsLost() throws Exception {
    List<Integer> ports = freePorts(4);
    int front = ports.getLast();
    List<String> command = new ArrayList<>(List.of("demo/front", "--port", "" + front));
    for (int port : ports.subList(0, 3)) {
      service(port);
      command.addAll(List.of("--to", "" + port));
    }
    spawn(command.toArray(String[]::new));
    List<ProcessIdentity> before = List.copyOf(spawned);
    for (int port : ports) {
      Eventually.holds("it is up", () -> ask(port, "/health").ok());
    }

    AtomicBoolean over = new AtomicBoolean();
    List<ProbeAnswer> answers = Collections.synchronizedList(new ArrayList<>());
    Thread asking =
        Thread.ofVirtual()
            .start(() -> {
              while (!over.get()) {
                answers.add(ask(front, "/"));
              }
            });
    for (int i = 0; i < 3; i++) {
      int port = ports.get(i);
      ProcessIdentity old = before.get(i);
      host.signal(old, "TERM");
      Eventually.holds("it has ended", () -> host.process(old.pid()).isEmpty());
      assertNotEquals(old, service(port));
      Eventually.holds("it is healthy", () -> ask(port, "/health").ok());
    }
    over.set(true);
    asking.join();
    assertTrue(answers.size() > 10, answers::toString);
    assertEquals(List.of(), answers.stream().filter(answer -> !answer.ok()).toList());
  }
}
