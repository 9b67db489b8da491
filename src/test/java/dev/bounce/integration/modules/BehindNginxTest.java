package dev.bounce.integration.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.testbed.Eventually;
import dev.bounce.testbed.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The modules {@code nginx} and {@code patterns}, each definition by a runbook that uses it. Nobody
 * who asks meanwhile loses a request, also where a run fails.
 */
@Tag("integration")
final class BehindNginxTest {
  private static final int FAILED = 1;

  private static Shop shop;

  @BeforeAll
  static void start() throws Exception {
    shop = Shop.start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (shop != null) {
      shop.close();
    }
  }

  @Test
  void aMemberIsRestartedWhileItIsOut() throws Exception {
    Map<String, Long> before = shop.pids();
    String file = "\"" + shop.upstream(0) + "\" of front";
    shop.runUnderLoad(
        0,
        "nginx.take-out " + file + " within 10s",
        "check not exists(\"" + shop.upstream(0) + "\")",
        "nginx.take-out " + file + " within 10s",
        "restart shop[0]",
        "wait healthy shop[0]",
        "nginx.put-in " + file,
        "nginx.put-in " + file);
    assertEquals(List.of(), shop.out());
    assertRestarted(before, 0);
  }

  /** The others are out as far as the folder tells. */
  @Test
  void theLastMemberStaysIn() throws Exception {
    for (int i = 0; i < 3; i++) {
      Files.move(shop.upstream(i), out(i));
    }
    Outcome outcome =
        shop.runUnderLoad(FAILED, "nginx.take-out \"" + shop.upstream(3) + "\" of front");
    assertTrue(outcome.all().contains("no servers are inside upstream"), outcome::all);
    assertEquals(List.of(0, 1, 2), shop.out());
    for (int i = 0; i < 3; i++) {
      Files.move(out(i), shop.upstream(i));
    }
  }

  private static Path out(int member) {
    return Path.of(shop.upstream(member) + ".out");
  }

  /** It has asked half of something, and so its worker does not leave. */
  @Test
  void aClientThatHoldsOnIsNotTakenForAnswered() throws Exception {
    String file = "\"" + shop.upstream(3) + "\" of front";
    try (Socket client = halfARequest()) {
      Outcome through = shop.run(FAILED, "nginx.reload-through front within 300ms");
      assertTrue(through.all().contains("R004"), through::all);
      assertTrue(client.isConnected());
    }
    try (Socket client = halfARequest()) {
      Outcome out = shop.runUnderLoad(FAILED, "nginx.take-out " + file + " within 300ms");
      assertTrue(out.all().contains("R004"), out::all);
      assertTrue(client.isConnected());
    }
    assertEquals(List.of(3), shop.out());
    shop.run(0, "nginx.put-in " + file);
  }

  private static Socket halfARequest() throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), shop.address("/").getPort());
    client.getOutputStream().write("GET / HTTP/1.1\r\nHost:".getBytes(StandardCharsets.US_ASCII));
    return client;
  }

  @Test
  void nginxReadsItsConfigurationAndExchangesItsBinary() throws Exception {
    long master = shop.nginx().pid();
    shop.runUnderLoad(
        0, "nginx.reload-through front within 10s", "nginx.reload-watched front for 200ms");
    assertEquals(master, shop.nginx().pid());
    shop.runUnderLoad(0, "nginx.upgrade front for 200ms");
    assertNotEquals(master, shop.nginx().pid());
  }

  @Test
  void whatIsSlowOrDoesNotServeIsFoundOut() throws Exception {
    Outcome slow = shop.runUnderLoad(FAILED, "nginx.reload-watched sluggish latency 20ms");
    assertTrue(slow.all().contains("R008"), slow::all);
    long master = shop.nginx().pid();
    String configuration = Files.readString(shop.nginx().configuration());
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      shop.nginx().edit("server {", "server { listen 127.0.0.1:" + taken.getLocalPort() + ";");
      Outcome outcome = shop.runUnderLoad(FAILED, "nginx.upgrade sluggish");
      assertTrue(outcome.all().contains("Address already in use"), outcome::all);
    } finally {
      Files.writeString(shop.nginx().configuration(), configuration);
    }
    assertEquals(master, shop.nginx().pid());
  }

  @Test
  void oneGoesFirstAndThenTheRest() throws Exception {
    Map<String, Long> before = shop.pids();
    Outcome outcome = shop.runUnderLoad(0, canary());
    assertTrue(outcome.all().contains("probes, 0 failed"), outcome::all);
    assertRestarted(before, 0, 1, 2, 3);
    assertEquals(List.of(), shop.out());
  }

  @Test
  void aCanaryThatDiesLeavesTheRest() throws Exception {
    Map<String, Long> before = shop.pids();
    shop.setBroken("shop_0", true);
    Outcome outcome = shop.runUnderLoad(FAILED, canary());
    assertTrue(outcome.all().contains("no such database"), outcome::all);
    assertRestarted(before, 0);
    assertEquals(List.of(0), shop.out());
    repair(0);
  }

  @Test
  void aFrontThatAnswersBadlyEndsItAtTheCanary() throws Exception {
    Map<String, Long> before = shop.pids();
    shop.harm("shop_0");
    try {
      Outcome outcome = shop.runUnderLoad(FAILED, canary());
      assertTrue(outcome.all().contains("503 instead of"), outcome::all);
    } finally {
      shop.heal("shop_0");
    }
    assertRestarted(before, 0);
    shop.run(0, "undrain shop[0]");
  }

  private static String canary() {
    return "patterns.canary shop behind front soak 500ms by 75% keeping 25%";
  }

  @Test
  void membersAreRestartedWhileTheyAreOutAndOneThatDoesNotComeUpStaysOut() throws Exception {
    Map<String, Long> before = shop.pids();
    shop.runUnderLoad(0, "patterns.drain-restart shop by 3 keeping 25% for 200ms");
    assertRestarted(before, 0, 1, 2, 3);
    assertEquals(List.of(), shop.out());
    before = shop.pids();
    shop.setBroken("shop_1", true);
    Outcome outcome = shop.runUnderLoad(FAILED, "patterns.drain-restart shop for 200ms");
    assertTrue(outcome.all().contains("shop:shop_1 stays drained"), outcome::all);
    assertRestarted(before, 0, 1);
    assertEquals(List.of(1), shop.out());
    repair(1);
  }

  private static void repair(int member) throws IOException {
    shop.setBroken("shop_" + member, false);
    String target = "shop[" + member + "]";
    shop.run(0, "restart " + target, "wait healthy " + target, "undrain " + target);
    assertEquals(List.of(), shop.out());
  }

  @Test
  void theOtherOneTakesOverAndBackAgain() throws Exception {
    assertLive("blue");
    String call = "patterns.blue-green blue green \"" + shop.live() + "\" front for 200ms";
    shop.runWhileLive(0, call);
    assertLive("green");
    assertEquals("RUNNING", shop.world().state("blue"));
    shop.runWhileLive(0, call + " before stopped");
    assertLive("blue");
    assertEquals("STOPPED", shop.world().state("green"));

    shop.setBroken("green", true);
    Outcome down = shop.runWhileLive(FAILED, call);
    assertTrue(down.all().contains("no such database"), down::all);
    assertLive("blue");
    shop.setBroken("green", false);

    Files.writeString(shop.liveFile("green"), "server nobody knows this;\n");
    Outcome refused = shop.runWhileLive(FAILED, call);
    assertTrue(refused.all().contains("back to blue"), refused::all);
    assertLive("blue");
  }

  private static void assertLive(String name) throws IOException {
    assertEquals(Path.of(name), Files.readSymbolicLink(shop.live()));
    Eventually.holds(name + " answers", () -> name.equals(get()));
  }

  private static String get() throws IOException {
    try (var body = shop.address("/live/").toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  /** The others are the same processes as before. */
  private static void assertRestarted(Map<String, Long> before, int... members) throws IOException {
    Map<String, Long> after = shop.pids();
    List<Integer> restarted = Arrays.stream(members).boxed().toList();
    for (int i = 0; i < Shop.MEMBERS.size(); i++) {
      String name = Shop.MEMBERS.get(i);
      boolean same = Objects.equals(before.get(name), after.get(name));
      assertEquals(restarted.contains(i), !same, name);
    }
  }
}
