package dev.bounce.integration.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.testbed.Eventually;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.RealNginx;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Restarts of the machine's own nginx: what is reported, and what the world says itself. */
@Tag("integration")
@Execution(ExecutionMode.CONCURRENT) // each case has a server of its own
final class NginxTest {
  private static final int REFUSED = 5;

  @TempDir Path folder;
  private WebScene scene;
  private RealNginx nginx;

  @BeforeEach
  void prepare() throws Exception {
    scene = new WebScene(folder);
    nginx = RealNginx.start(folder.resolve("n"));
  }

  @AfterEach
  void stop() throws Exception {
    if (nginx != null) {
      nginx.close();
    }
  }

  @Test
  void aReloadServesTheNewConfigurationFromNewWorkers() throws Exception {
    long master = nginx.pid();
    Set<Long> workers = WebScene.children(master);
    nginx.edit("one", "two");
    scene.run(0, service(), "reload front");
    assertEquals(master, nginx.pid());
    assertEquals("two", WebScene.get(nginx.address("/")));
    assertFalse(workers.contains(Long.parseLong(WebScene.get(nginx.address("/pid")))));
  }

  @Test
  void anUpgradeHandsOverToANewMaster() throws Exception {
    long before = nginx.pid();
    Outcome outcome = scene.run(0, service(), "restart front mode hot");
    String said = "pid %d → pid %d".formatted(before, nginx.pid());
    assertTrue(outcome.out().contains(said), outcome::all);
    assertNotEquals(before, nginx.pid());
    assertFalse(Eventually.isAlive(before));
    assertFalse(Files.exists(nginx.folder().resolve("nginx.pid.oldbin")));
    long worker = Long.parseLong(WebScene.get(nginx.address("/pid")));
    assertEquals(nginx.pid(), WebScene.parent(worker));
  }

  @Test
  void aConfigurationThatIsWrongKeepsTheSignalFromBeingSent() throws Exception {
    long master = nginx.pid();
    Set<Long> workers = WebScene.children(master);
    nginx.edit("access_log off;", "access_lag off;");
    for (String action : List.of("reload front", "restart front", "restart front mode hot")) {
      Outcome outcome = scene.run(1, service(), action);
      assertTrue(outcome.all().contains("the test of the configuration of front"), outcome::all);
      assertEquals(workers, WebScene.children(master), action);
    }
    assertEquals(master, nginx.pid());
    assertEquals("one", WebScene.get(nginx.address("/")));
  }

  /** {@code nginx -t} does not bind, so it finds nothing wrong. */
  @Test
  void aReloadThatCannotTakeItsPortIsSeenWithTheLog() throws Exception {
    long master = nginx.pid();
    Set<Long> workers = WebScene.children(master);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nginx.edit("server {", "server { listen 127.0.0.1:%d;".formatted(taken.getLocalPort()));
      Outcome outcome = scene.run(1, service("start-within 4s"), "reload front");
      assertTrue(outcome.all().contains("did not replace its workers"), outcome::all);
      assertTrue(outcome.all().contains("Address already in use"), outcome::all);
    }
    assertEquals(workers, WebScene.children(master));
    assertEquals("one", WebScene.get(nginx.address("/")));
  }

  /** The new master cannot bind, and ends; the old one has not lost its workers yet. */
  @Test
  void anUpgradeThatCannotTakeItsPortLeavesTheOldMaster() throws Exception {
    long master = nginx.pid();
    Set<Long> workers = WebScene.children(master);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nginx.edit("server {", "server { listen 127.0.0.1:%d;".formatted(taken.getLocalPort()));
      Outcome outcome = scene.run(1, service("start-within 6s"), "restart front mode hot");
      assertTrue(outcome.all().contains("Address already in use"), outcome::all);
      assertTrue(outcome.all().contains("taken back: it is running as pid"), outcome::all);
    }
    assertEquals(master, nginx.pid());
    Eventually.holds(() -> "only the old workers", () -> WebScene.children(master).equals(workers));
    assertEquals("one", WebScene.get(nginx.address("/")));
  }

  /** Between the two, the new master serves alone: then the old one gets its workers back. */
  @Test
  void anUpgradeWhoseNewMasterDiesIsTakenBack() throws Exception {
    long master = nginx.pid();
    AtomicReference<Outcome> outcome = new AtomicReference<>();
    Thread upgrade =
        Thread.ofPlatform()
            .start(() -> {
              try {
                outcome.set(scene.run(service("stable 3s"), "restart front mode hot"));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    Eventually.holds(() -> "the new one alone", () -> isAlone(pidNow(), master));
    ProcessHandle.of(nginx.pid()).orElseThrow().destroy();
    upgrade.join();
    Outcome ended = Objects.requireNonNull(outcome.get());
    assertEquals(1, ended.exitCode(), ended::all);
    assertTrue(ended.all().contains("its successor came up as pid"), ended::all);
    assertTrue(ended.all().contains("taken back: it is running as pid " + master), ended::all);
    assertEquals(master, nginx.pid());
    assertEquals("one", WebScene.get(nginx.address("/")));
  }

  private static boolean isAlone(long successor, long master) throws IOException {
    return successor != 0
        && successor != master
        && WebScene.children(master).equals(Set.of(successor));
  }

  /** Between its two pid files there is a moment without one. */
  private long pidNow() {
    try {
      return nginx.pid();
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  @Test
  void aRestartGivesANewMaster() throws Exception {
    long before = nginx.pid();
    scene.run(0, service(), "restart front");
    assertNotEquals(before, nginx.pid());
    assertFalse(Eventually.isAlive(before));
    assertEquals("one", WebScene.get(nginx.address("/")));
    scene.run(0, service(), "stop front");
    assertFalse(Files.exists(nginx.pidFile()));
    scene.run(0, service(), "start front");
    assertEquals("one", WebScene.get(nginx.address("/")));
  }

  @Test
  void aStartThatFailsSaysWhyAtOnce() throws Exception {
    scene.run(0, service(), "stop front");
    nginx.edit("worker_processes 2;", "worker_processes 2; no_such_directive;");
    Outcome outcome = scene.run(1, service(), "start front");
    assertTrue(outcome.all().contains("nginx ended at once"), outcome::all);
    assertTrue(outcome.all().contains("no_such_directive"), outcome::all);
  }

  /** A client that reads nothing keeps its worker from ending gracefully. */
  @Test
  void aClientThatHangsDoesNotKeepItFromEnding() throws Exception {
    long master = nginx.pid();
    Set<Long> workers = WebScene.children(master);
    try (Socket client = halfARequest()) {
      Outcome outcome = scene.run(0, service("stop-within 1s"), "stop front");
      assertTrue(outcome.out().contains("stopped"), outcome::all);
      assertTrue(client.isConnected());
    }
    assertFalse(Eventually.isAlive(master));
    assertTrue(workers.stream().noneMatch(Eventually::isAlive));
  }

  /** After a reload, a worker that still has a client is not counted as one of the old. */
  @Test
  void aWorkerThatIsShuttingDownDoesNotHoldUpAReload() throws Exception {
    long master = nginx.pid();
    Set<Long> workers = WebScene.children(master);
    try (Socket client = halfARequest()) {
      scene.run(0, service(), "reload front");
      assertFalse(Collections.disjoint(workers, WebScene.children(master)), "none had to wait");
      assertTrue(client.isConnected());
    }
  }

  private Socket halfARequest() throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), nginx.address("/").getPort());
    OutputStream out = client.getOutputStream();
    out.write("POST / HTTP/1.1\r\nHost: x\r\n".getBytes(StandardCharsets.UTF_8));
    out.flush();
    return client;
  }

  @Test
  void anUpgradeInTheForegroundIsRefused() throws Exception {
    nginx.close();
    Process foreground =
        new ProcessBuilder(
                "setsid",
                "/usr/sbin/nginx",
                "-c",
                nginx.configuration().toString(),
                "-g",
                "daemon off;")
            .start();
    Eventually.holds(() -> "a pid file", () -> Files.exists(nginx.pidFile()));
    assertRefusedUpgrade("it runs in the foreground");
    assertTrue(foreground.isAlive());
  }

  @Test
  void anUpgradeWithoutAPathIsRefused() throws Exception {
    nginx.close();
    new ProcessBuilder(
            "sh",
            "-c",
            "PATH=$PATH:/usr/sbin; exec nginx -c \"$0\"",
            nginx.configuration().toString())
        .start()
        .waitFor();
    Eventually.holds(() -> "a pid file", () -> Files.exists(nginx.pidFile()));
    assertRefusedUpgrade("finds a new binary only by a whole path");
  }

  private void assertRefusedUpgrade(String reason) throws Exception {
    Eventually.holds(() -> "workers", () -> WebScene.children(nginx.pid()).size() == 2);
    long master = nginx.pid();
    Outcome outcome = scene.run(REFUSED, service(), "restart front mode hot");
    assertTrue(outcome.all().contains(reason), outcome::all);
    assertEquals(master, nginx.pid());
  }

  private String service(String... more) {
    return "service front { via nginx; pid-file \"%s\"; config \"%s\"; log \"%s\"; %s }"
        .formatted(nginx.pidFile(), nginx.configuration(), nginx.log(), String.join("; ", more));
  }
}
