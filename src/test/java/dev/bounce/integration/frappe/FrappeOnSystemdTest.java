package dev.bounce.integration.frappe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.testbed.Eventually;
import dev.bounce.testbed.Load;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.RealBench;
import dev.bounce.testbed.RealSystemd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The module {@code frappe} on a bench whose units a real systemd runs. */
@Tag("integration")
final class FrappeOnSystemdTest {
  private static final int REFUSED = 5;
  private static final String BENCH = "frappe-bench";
  private static final String[] WEB = {
    "frappe-bench-frappe-web.service", "frappe-bench-node-socketio.service"
  };
  private static final String LONG = "frappe-bench-frappe-long-worker@1.service";
  private static final String[] WORKERS = {
    "frappe-bench-frappe-schedule.service",
    "frappe-bench-frappe-short-worker@1.service",
    "frappe-bench-frappe-default-worker@1.service",
    "frappe-bench-frappe-default-worker@2.service",
    LONG
  };
  private static final String[] REDIS = {
    "frappe-bench-redis-cache.service", "frappe-bench-redis-queue.service"
  };

  private static Path shared;
  private static RealBench bench;
  private static RealSystemd systemd;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    shared = Files.createDirectory(folder.resolve("b"));
    bench = RealBench.make(shared, BENCH);
    systemd = RealSystemd.startSharing(folder.resolve("s"), shared);
    install(BENCH);
    systemd.execute("systemctl", "start", BENCH + ".target");
    try (Load one = new Load(bench.ping(BENCH), 1)) {
      Eventually.holds("web is up", () -> one.requests() > one.failures().size());
    }
  }

  @AfterAll
  static void stop() throws Exception {
    if (systemd != null) {
      systemd.close();
    }
  }

  /** Links them, as the set-up of a bench does. */
  private static void install(String name) throws Exception {
    systemd.execute("sh", "-c", "ln -sf " + units(name) + "/* /etc/systemd/system/");
    systemd.execute("systemctl", "daemon-reload");
  }

  private static Path units(String name) {
    return shared.resolve(name).resolve("config/systemd");
  }

  @Test
  void webComesFirstAndThenEveryWorkerWhichFinishesItsJob() throws Exception {
    bench.enqueue(BENCH, "default", "invoice", 3);
    Eventually.holds("taken", () -> bench.begun(BENCH).contains("invoice"));
    Map<String, String> before = invocations(WEB, WORKERS);
    Map<String, String> redis = systemd.invocations(REDIS);
    Outcome outcome = frappe(0, "restart via systemd following-logs");
    assertAllNew(before, invocations(WEB, WORKERS));
    assertEquals(redis, systemd.invocations(REDIS));
    assertTrue(bench.done(BENCH).contains("invoice"));
    assertSaid(outcome, "redis is left alone");
    assertSaid(outcome, LONG + " | worker of long is up");
    assertSaid(outcome, " | has done invoice");
    int web = outcome.out().indexOf(WEB[0] + "  restart");
    assertTrue(web > 0 && web < outcome.out().indexOf(WORKERS[0] + "  restart"), outcome::all);
  }

  @Test
  void aWebThatDoesNotComeUpLeavesTheWorkersUntouched() throws Exception {
    Path broken = Files.createFile(bench.bench(BENCH).resolve("broken-web"));
    Map<String, String> before = systemd.invocations(WORKERS);
    Outcome outcome = frappe(1, "restart via systemd following-logs patience 4s");
    assertSaid(outcome, "no such database");
    assertEquals(before, systemd.invocations(WORKERS));
    Files.delete(broken);
    systemd.execute("systemctl", "reset-failed", WEB[0]);
    frappe(0, "restart via systemd only web");
  }

  @Test
  void onlyWebRestartsWebAndRedisWhereThatIsSaid() throws Exception {
    Map<String, String> before = invocations(WEB, REDIS);
    Map<String, String> workers = systemd.invocations(WORKERS);
    frappe(0, "restart via systemd only web including redis");
    assertAllNew(before, invocations(WEB, REDIS));
    assertEquals(workers, systemd.invocations(WORKERS));
  }

  /** Its TimeoutStopSec is 26 minutes, which nobody waits for who says {@code force}. */
  @Test
  void forceKillsAWorkerThatIsBusyForLong() throws Exception {
    bench.enqueue(BENCH, "long", "report", 1500);
    Eventually.holds("taken", () -> bench.begun(BENCH).contains("report"));
    Map<String, String> before = systemd.invocations(WORKERS);
    Map<String, String> web = systemd.invocations(WEB);
    Outcome outcome = frappe(0, "restart via systemd only workers force kill-after 500ms");
    assertAllNew(before, systemd.invocations(WORKERS));
    assertEquals(web, systemd.invocations(WEB));
    assertTrue(
        outcome.out().lines().anyMatch(line -> line.contains(LONG) && line.contains("killed")),
        outcome::all);
    assertFalse(bench.done(BENCH).contains("report"));
  }

  @Test
  void aChangedUnitFileIsNamedBeforeItsUnitBounces() throws Exception {
    String changed = WORKERS[1];
    Path file = units(BENCH).resolve("frappe-bench-frappe-short-worker@.service");
    Files.writeString(file, Files.readString(file) + "# new\n");
    Map<String, String> before = invocations(WEB, WORKERS);
    assertSaid(frappe(0, "reload via systemd naming-only"), changed + " has a changed unit file");
    assertEquals(before, invocations(WEB, WORKERS));
    frappe(0, "reload via systemd");
    Map<String, String> after = invocations(WEB, WORKERS);
    assertNotEquals(before.remove(changed), after.remove(changed));
    assertEquals(before, after);
  }

  /** The names that the documentation of bench uses, and no targets. */
  @Test
  void documentedNamesAreFoundAndWhatIsNotStartedAgainIsRepaired() throws Exception {
    for (String unit : List.of("web", "socketio", "worker@")) {
      Path file = shared.resolve("doc-bench-" + unit + ".service");
      Files.writeString(file, "[Service]\nExecStart=/bin/sleep infinity\nRestart=no\n");
      systemd.execute("ln", "-s", file.toString(), "/etc/systemd/system/");
    }
    String[] web = {"doc-bench-socketio.service", "doc-bench-web.service"};
    String worker = "doc-bench-worker@1.service";
    systemd.execute("systemctl", "start", web[0], web[1], worker);
    Map<String, String> before = invocations(web, new String[] {worker});
    frappe(0, "restart via systemd name \"doc-bench\"");
    assertAllNew(before, invocations(web, new String[] {worker}));
    Outcome off = frappe(REFUSED, "ensure-autorestart via systemd name \"doc-bench\"");
    assertSaid(off, worker);
    String killed = systemd.property(worker, "InvocationID");
    frappe(0, "ensure-autorestart via systemd repairing proving name \"doc-bench\"");
    assertNotEquals(killed, systemd.property(worker, "InvocationID"));
  }

  @Test
  void aRollingRestartOfUnitsThatShareASocketLosesNoRequest() throws Exception {
    String name = "twin-bench";
    RealBench twin = RealBench.make(shared, name);
    systemd.execute("sh", "-c", "rm " + units(name) + "/*");
    Files.writeString(
        units(name).resolve("twin-bench-frappe-web.socket"),
        "[Socket]\nListenStream=%s\nService=twin-bench-frappe-web@1.service\n"
            .formatted(twin.ping(name).getAuthority()));
    Files.writeString(
        units(name).resolve("twin-bench-frappe-web@.service"),
        """
        [Service]
        ExecStart=/usr/bin/gunicorn -w 2 --chdir %s/bin wsgi:application
        Sockets=twin-bench-frappe-web.socket
        KillMode=mixed
        """
            .formatted(twin.bench(name)));
    install(name);
    String[] servers = {"twin-bench-frappe-web@1.service", "twin-bench-frappe-web@2.service"};
    systemd.execute("systemctl", "start", servers[0], servers[1]);
    Map<String, String> before = systemd.invocations(servers);
    try (Load load = new Load(twin.ping(name), 6)) {
      Eventually.holds("web is up", () -> load.requests() > 20);
      run(
          0,
          "frappe.rolling-restart via systemd keeping-sockets bench \"" + twin.bench(name) + "\"");
      load.end();
      assertEquals(List.of(), load.failures());
    }
    assertAllNew(before, systemd.invocations(servers));
  }

  @Test
  void whatIsNotThereIsRefusedBeforeAnythingIsTouched() throws Exception {
    Map<String, String> before = invocations(WEB, WORKERS);
    Outcome outcome = frappe(REFUSED, "restart via systemd name \"no-bench\"");
    assertSaid(outcome, "systemd knows no unit `no-bench-web.target`");
    assertEquals(before, invocations(WEB, WORKERS));
    assertSaid(frappe(0, "status via systemd"), LONG + ": running");
    frappe(0, "verify via systemd for 0s");
  }

  private static Outcome frappe(int exitCode, String procedure) throws Exception {
    return run(exitCode, "frappe." + procedure + " bench \"" + bench.bench(BENCH) + "\"");
  }

  private static Outcome run(int exitCode, String statement) throws Exception {
    Path runbook = shared.resolve("test.runbook");
    Files.writeString(runbook, "use frappe\n" + statement + "\n");
    Outcome outcome =
        systemd.bounce(RealSystemd.ROOT, "run", "--state", "/tmp/state", runbook.toString());
    assertEquals(exitCode, outcome.exitCode(), outcome::all);
    return outcome;
  }

  private static Map<String, String> invocations(String[] some, String[] others) throws Exception {
    return systemd.invocations(
        Stream.concat(Stream.of(some), Stream.of(others)).toArray(String[]::new));
  }

  private static void assertAllNew(Map<String, String> before, Map<String, String> after) {
    assertEquals(before.keySet(), after.keySet());
    before.forEach((unit, invocation) -> assertNotEquals(invocation, after.get(unit), unit));
  }

  private static void assertSaid(Outcome outcome, String text) {
    assertTrue(outcome.all().contains(text), () -> text + " is not in:\n" + outcome.all());
  }
}
