package dev.bounce.integration.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.testbed.CommandLineRun;
import dev.bounce.testbed.Load;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.RealSupervisor;
import dev.bounce.testbed.SupervisorWorld;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * New releases behind a symbolic link, brought to four HTTP servers of a real supervisord: good
 * ones, broken ones, and ones that break one member.
 */
@Tag("integration")
final class ReleaseTest {
  private static final List<String> SHOP =
      List.of("shop:shop_0", "shop:shop_1", "shop:shop_2", "shop:shop_3");

  private static final String SERVER =
      """
      import http.server, os, sys
      folder, number = sys.argv[1:]
      release = open(folder + "/current/release").read().strip()
      if release == "crashes" or release == "crashes-" + number:
          sys.exit("cannot start release " + release)
      class Shop(http.server.BaseHTTPRequestHandler):
          protocol_version = "HTTP/1.1"
          wbufsize = 65536
          def do_GET(self):
              self.send_response(500 if release == "broken" else 200)
              self.send_header("Content-Length", str(len(release)))
              self.end_headers()
              self.wfile.write(release.encode())
          def log_message(self, *arguments):
              pass
      port = int(open(folder + "/port-" + number).read())
      http.server.ThreadingHTTPServer(("127.0.0.1", port), Shop).serve_forever()
      """;

  @TempDir static Path folder;
  private static final List<Integer> PORTS = new ArrayList<>();
  private static RealSupervisor supervisor;

  @BeforeAll
  static void start() throws Exception {
    List<ServerSocket> taken = new ArrayList<>();
    for (int i = 0; i < SHOP.size(); i++) {
      taken.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      PORTS.add(taken.get(i).getLocalPort());
      Files.writeString(folder.resolve("port-" + i), PORTS.get(i).toString());
    }
    for (ServerSocket socket : taken) {
      socket.close();
    }
    for (String release : List.of("one", "two", "broken", "crashes", "crashes-2")) {
      Files.createDirectory(folder.resolve(release));
      Files.writeString(folder.resolve(release + "/release"), release);
    }
    Files.createSymbolicLink(folder.resolve("current"), Path.of("one"));
    Files.writeString(folder.resolve("serve.py"), SERVER);
    Path sections = folder.resolve("sections.conf");
    Files.writeString(
        sections,
        """
        [program:shop]
        command=/usr/bin/python3 %1$s/serve.py %1$s %%(process_num)d
        process_name=%%(program_name)s_%%(process_num)d
        numprocs=4
        startretries=0
        """
            .formatted(folder));
    supervisor = RealSupervisor.startWith(folder.resolve("s"), sections);
  }

  @AfterAll
  static void stop() throws Exception {
    if (supervisor != null) {
      supervisor.close();
    }
  }

  @BeforeEach
  void deployTheFirst() throws Exception {
    Outcome outcome = run("one", "restart shop\nwait healthy shop within 20s\n");
    assertEquals(0, outcome.exitCode(), outcome::all);
  }

  @Test
  void aBrokenReleaseStopsAtTheCanaryAndTheLinkIsSwitchedBack() throws Exception {
    SupervisorWorld before = world();
    List<Load> loads = load(List.of(1, 2, 3));
    Outcome outcome =
        run(
            "broken",
            """
            phase shop canary 1 soak 1s by 2 keeping 2 tolerating 1 {
              restart it
              wait healthy it within 2s
            }
            on failure {
              run ["ln", "-sfn", "one", "@FOLDER@/current"]
              restart [m for m in members(shop) if m is touched]
              wait healthy [m for m in members(shop) if m is touched] within 10s
            }
            """);
    loads.forEach(Load::close);
    assertEquals(1, outcome.exitCode(), outcome::all);
    assertTrue(outcome.all().contains("R016"), outcome::all);
    assertTrue(
        outcome
            .all()
            .contains("failed: shop:shop_0; untouched: shop:shop_1, shop:shop_2, shop:shop_3"),
        outcome::all);
    List<String> others = SHOP.subList(1, 4);
    assertEquals(before.pids(others), world().pids(others));
    for (Load load : loads) {
      assertEquals(List.of(), load.failures());
      assertTrue(load.requests() > 500, () -> load.requests() + " requests");
    }
    assertEquals(List.of("one", "one", "one", "one"), served());
  }

  @Test
  void aReleaseThatDoesNotStartIsTakenBackAndStartedAgain() throws Exception {
    SupervisorWorld before = world();
    Outcome outcome =
        run(
            "crashes",
            """
            phase shop canary 1 soak 1s by 2 keeping 2
            on failure {
              run ["ln", "-sfn", "one", "@FOLDER@/current"]
              start [m for m in members(shop) if m is failed]
              wait healthy shop within 10s
            }
            """);
    assertEquals(1, outcome.exitCode(), outcome::all);
    assertTrue(outcome.all().contains("cannot start release crashes"), outcome::all);
    List<String> others = SHOP.subList(1, 4);
    assertEquals(before.pids(others), world().pids(others));
    assertEquals(List.of("one", "one", "one", "one"), served());
  }

  @Test
  void aGoodReleaseGoesFromTheCanaryToAll() throws Exception {
    SupervisorWorld before = world();
    Outcome outcome = run("two", "phase shop canary 1 soak 1s by 3 keeping 1\n");
    assertEquals(0, outcome.exitCode(), outcome::all);
    SHOP.forEach(member -> assertNotEquals(before.pid(member), uncheckedWorld().pid(member)));
    assertEquals(List.of("two", "two", "two", "two"), served());
  }

  @Test
  void theNewCodeAnswersAndNotOnlyANewProcess() throws Exception {
    String phase =
        """
        phase shop by 2 keeping 2 {
          within 6s { restart it expecting "%s" from http "http://127.0.0.1:${@PORTS@[it.index]}/" }
        }
        """;
    Outcome served = run("two", phase.formatted("two"));
    assertEquals(0, served.exitCode(), served::all);
    SupervisorWorld before = world();
    Outcome stale = run("one", phase.formatted("two"));
    assertEquals(1, stale.exitCode(), stale::all);
    assertTrue(stale.all().contains("untouched: shop:shop_2, shop:shop_3"), stale::all);
    List<String> others = SHOP.subList(2, 4);
    assertEquals(before.pids(others), world().pids(others));
    assertEquals(List.of("one", "one", "two", "two"), served());
  }

  @Test
  void aMemberThatFailsIsToleratedAndStaysDown() throws Exception {
    Outcome outcome = run("crashes-2", "phase shop by 1 keeping 2 tolerating 25%\n");
    assertEquals(0, outcome.exitCode(), outcome::all);
    assertTrue(outcome.all().contains("tolerated, 1 of 1 so far"), outcome::all);
    assertEquals("FATAL", world().state("shop:shop_2"));
    assertEquals("crashes-2", ask(3));
    assertEquals("crashes-2", ask(0));
  }

  private Outcome run(String release, String statements) throws IOException {
    Files.delete(folder.resolve("current"));
    Files.createSymbolicLink(folder.resolve("current"), Path.of(release));
    String declaration =
        """
        service shop {
          via supervisor
          server "unix://@SOCKET@"
          group "shop"
          health http "http://127.0.0.1:${%s[it.index]}/" expect 200
        }
        """
            .formatted(PORTS);
    Path runbook = folder.resolve("release.runbook");
    Files.writeString(
        runbook,
        (declaration + statements)
            .replace("@SOCKET@", supervisor.socket().toString())
            .replace("@PORTS@", PORTS.toString())
            .replace("@FOLDER@", folder.toString()));
    return new CommandLineRun(folder.resolve("state")).stateful("run", runbook.toString());
  }

  private SupervisorWorld world() throws IOException {
    return SupervisorWorld.read(supervisor.configuration());
  }

  private SupervisorWorld uncheckedWorld() {
    try {
      return world();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private URI address(int index) {
    return URI.create("http://127.0.0.1:" + PORTS.get(index) + "/");
  }

  private List<Load> load(List<Integer> members) {
    return members.stream().map(index -> new Load(address(index), 2)).toList();
  }

  private List<String> served() {
    return IntStream.range(0, SHOP.size()).mapToObj(this::ask).toList();
  }

  private String ask(int index) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(address(index)).build(), BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
