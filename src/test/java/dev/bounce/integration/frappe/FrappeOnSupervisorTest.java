package dev.bounce.integration.frappe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.testbed.BounceProcess;
import dev.bounce.testbed.CommandLineRun;
import dev.bounce.testbed.Eventually;
import dev.bounce.testbed.JournalFile;
import dev.bounce.testbed.Load;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.RealBench;
import dev.bounce.testbed.SupervisorWorld;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The module {@code frappe} on a bench whose processes a real supervisord runs. */
@Tag("integration")
final class FrappeOnSupervisorTest {
  private static final int REFUSED = 5;
  private static final String BENCH = "frappe-bench";
  private static final String USER = "nobody";
  private static final List<String> WEB =
      List.of(
          "frappe-bench-web:frappe-bench-frappe-web",
          "frappe-bench-web:frappe-bench-node-socketio");
  private static final String LONG = "frappe-bench-workers:frappe-bench-frappe-long-worker-0";
  private static final List<String> WORKERS =
      List.of(
          "frappe-bench-workers:frappe-bench-frappe-schedule-0",
          "frappe-bench-workers:frappe-bench-frappe-short-worker-0",
          "frappe-bench-workers:frappe-bench-frappe-default-worker-0",
          "frappe-bench-workers:frappe-bench-frappe-default-worker-1",
          LONG);
  private static final List<String> REDIS =
      List.of(
          "frappe-bench-redis:frappe-bench-redis-cache",
          "frappe-bench-redis:frappe-bench-redis-queue");

  @TempDir static Path folder;
  private static RealBench benches;
  private static CommandLineRun commands;

  @BeforeAll
  static void start() throws Exception {
    commands = new CommandLineRun(folder.resolve("state"));
    benches = RealBench.start(folder.resolve("b"));
  }

  @AfterAll
  static void stop() throws Exception {
    if (benches != null) {
      benches.close();
    }
  }

  /**
   * A job in progress is finished by the worker that holds it; nothing is found by its name. What
   * they write is shown meanwhile, behind the name of the process, or of a file that two share.
   */
  @Test
  void webComesFirstAndThenEveryWorkerWhichFinishesItsJob() throws Exception {
    Process namesake =
        new ProcessBuilder("sh", "-c", "sleep 600; : frappe-bench-frappe-web gunicorn worker")
            .start();
    try {
      benches.enqueue(BENCH, "default", "invoice", 3);
      Eventually.holds("taken", () -> benches.begun(BENCH).contains("invoice"));
      SupervisorWorld before = benches.world();
      Outcome outcome = frappe(0, "restart", "following-logs");
      SupervisorWorld after = benches.world();
      assertAllNew(Stream.concat(WEB.stream(), WORKERS.stream()).toList(), before, after);
      assertEquals(before.pids(REDIS), after.pids(REDIS));
      assertTrue(benches.done(BENCH).contains("invoice"));
      assertBefore(outcome, WEB.getFirst() + "  restart", WORKERS.getFirst() + "  restart");
      assertBefore(outcome, WORKERS.get(2) + "  restart", LONG + "  restart");
      assertSaid(outcome, "web sockets drop");
      assertSaid(outcome, "jobs wait");
      assertSaid(outcome, "redis is left alone");
      assertSaid(outcome, WEB.getFirst() + " | ");
      assertSaid(outcome, LONG + " | worker of long is up");
      assertSaid(outcome, "frappe-bench-frappe-default-worker | has done invoice");
      JournalFile journal = JournalFile.newest(folder.resolve("state"));
      for (String stopwaitsecs : List.of("PT10S", "PT40S", "PT26M")) {
        assertTrue(journal.has("observed", "\"stop\":\"" + stopwaitsecs + "\""), stopwaitsecs);
      }
      assertTrue(namesake.isAlive());
    } finally {
      namesake.descendants().forEach(ProcessHandle::destroyForcibly);
      namesake.destroyForcibly();
    }
  }

  @Test
  void onlyWebRestartsWebAndRedisWhereThatIsSaid() throws Exception {
    SupervisorWorld before = benches.world();
    frappe(0, "restart", "only web", "including redis");
    SupervisorWorld after = benches.world();
    assertAllNew(WEB, before, after);
    assertAllNew(REDIS, before, after);
    assertEquals(before.pids(WORKERS), after.pids(WORKERS));
  }

  /** Its stopwaitsecs is 26 minutes, which nobody waits for who says `force`. */
  @Test
  void forceKillsAWorkerThatIsBusyForLong() throws Exception {
    benches.enqueue(BENCH, "long", "report", 1500);
    Eventually.holds("taken", () -> benches.begun(BENCH).contains("report"));
    SupervisorWorld before = benches.world();
    Outcome outcome = frappe(0, "restart", "only workers", "force", "kill-after 500ms");
    SupervisorWorld after = benches.world();
    assertAllNew(WORKERS, before, after);
    assertEquals(before.pids(WEB), after.pids(WEB));
    assertTrue(
        outcome.out().lines().anyMatch(line -> line.contains(LONG) && line.contains("killed")),
        outcome::all);
    assertFalse(benches.done(BENCH).contains("report"));
  }

  @Test
  void aWebThatDoesNotComeUpLeavesTheWorkersUntouched() throws Exception {
    Path broken = Files.createFile(benches.bench(BENCH).resolve("broken-web"));
    SupervisorWorld before = benches.world();
    Outcome outcome = frappe(1, "restart", "patience 4s");
    assertSaid(outcome, "no such database");
    assertEquals(before.pids(WORKERS), benches.world().pids(WORKERS));
    Files.delete(broken);
    frappe(0, "restart", "only web");
    assertEquals("RUNNING", benches.world().state(WEB.getFirst()));
  }

  /** Found out before anything is touched; nothing else is tried in its place. */
  @Test
  void whatIsNotThereIsRefusedBeforeAnythingIsTouched() throws Exception {
    SupervisorWorld before = benches.world();
    Path other = folder.resolve("other-bench");
    Files.createDirectories(other.resolve("sites"));
    Outcome noBench = run(REFUSED, "frappe.restart bench \"" + other + "\" " + server());
    assertSaid(noBench, "is not a bench");
    Files.copy(
        benches.bench(BENCH).resolve("sites/common_site_config.json"),
        other.resolve("sites/common_site_config.json"));
    Outcome noGroup = run(REFUSED, "frappe.restart bench \"" + other + "\" " + server());
    assertSaid(noGroup, "B003");
    assertSaid(noGroup, "other-bench-web");
    Outcome noWorkers =
        run(REFUSED, "frappe.restart bench \"" + of(BENCH) + "\" name \"none\" via systemd");
    assertFalse(noWorkers.all().contains("✓"), noWorkers::all);
    Outcome noServer =
        run(
            REFUSED,
            "frappe.restart bench \"" + of(BENCH) + "\" config \"" + folder + "/none.conf\"");
    assertSaid(noServer, "none.conf");
    Outcome single = frappe(REFUSED, "rolling-restart");
    assertSaid(single, "cannot be restarted without losing requests");
    assertEquals(before, benches.world());
  }

  @Test
  void aRollingRestartLosesNoRequest() throws Exception {
    List<String> servers =
        List.of(
            "shared-bench-frappe-web:shared-bench-frappe-web-0",
            "shared-bench-frappe-web:shared-bench-frappe-web-1");
    SupervisorWorld before = benches.world();
    try (Load load = new Load(benches.ping("shared-bench"), 6)) {
      run(0, "frappe.rolling-restart bench \"" + of("shared-bench") + "\" " + server());
      load.end();
      assertEquals(List.of(), load.failures());
      assertTrue(load.requests() > 50, () -> load.requests() + " requests");
    }
    assertAllNew(servers, before, benches.world());
  }

  /** A job that takes longer than `jobs` is killed, although its stopwaitsecs is 26 minutes. */
  @Test
  void oldNamesAreFoundInTheConfigurationAndAJobMayTakeItsBound() throws Exception {
    benches.enqueue("old-bench", "default", "export", 1500);
    Eventually.holds("taken", () -> benches.begun("old-bench").contains("export"));
    SupervisorWorld before = benches.world();
    Outcome outcome =
        run(0, "frappe.restart jobs 500ms bench \"" + of("old-bench") + "\" " + server());
    SupervisorWorld after = benches.world();
    assertAllNew(
        List.of("frappe:frappe-web", "frappe:node-socketio", "frappe:frappe-worker"),
        before,
        after);
    assertEquals(before.pid("frappe:redis-queue"), after.pid("frappe:redis-queue"));
    assertTrue(
        outcome.out().lines().anyMatch(line -> line.matches(".*frappe-worker.*killed.*")),
        outcome::all);
    assertFalse(benches.done("old-bench").contains("export"));
  }

  @Test
  void aChangedConfigurationIsNamedBeforeItBounces() throws Exception {
    Path conf = benches.bench(BENCH).resolve("config/supervisor.conf");
    SupervisorWorld before = benches.world();
    assertSaid(frappe(0, "reload"), "nothing bounces");
    String text = Files.readString(conf);
    Files.writeString(conf, text.replace("stopwaitsecs=360", "stopwaitsecs=361"));
    Outcome named = frappe(0, "reload", "naming-only");
    assertSaid(named, "the whole group frappe-bench-workers bounces");
    assertEquals(before.processes(), benches.world().processes());
    frappe(0, "reload");
    SupervisorWorld after = benches.world();
    assertAllNew(WORKERS, before, after);
    assertEquals(before.pids(WEB), after.pids(WEB));
  }

  @Test
  void whatIsNotStartedAgainIsFoundAndWhatIsKilledComesBack() throws Exception {
    Path conf = benches.bench("old-bench").resolve("config/supervisor.conf");
    String text = Files.readString(conf);
    String old = "bench \"" + of("old-bench") + "\" " + server();
    Files.writeString(conf, text.replaceFirst("autorestart=true", "autorestart=false"));
    Outcome off = run(REFUSED, "frappe.ensure-autorestart " + old);
    assertSaid(off, "program:frappe-web");
    SupervisorWorld before = benches.world();
    run(0, "frappe.ensure-autorestart repairing proving " + old);
    assertEquals(text, Files.readString(conf));
    assertAllNew(List.of("frappe:frappe-worker"), before, benches.world());
  }

  /** The bench has two sites and no default: web answers only who names one. */
  @Test
  void aSiteThatWasLeftInMaintenanceModeIsFound() throws Exception {
    HttpURLConnection nameless = (HttpURLConnection) benches.ping(BENCH).toURL().openConnection();
    assertEquals(404, nameless.getResponseCode());
    Path site = benches.bench(BENCH).resolve("sites/one.local/site_config.json");
    Outcome status = frappe(0, "status");
    assertSaid(status, LONG + ": running");
    assertSaid(status, "web answers");
    frappe(0, "verify", "for 1s");
    Files.writeString(site, "{\"maintenance_mode\": 1}");
    assertSaid(frappe(REFUSED, "verify", "for 0s"), "one.local");
    Files.writeString(site, "{}");
    assertSaid(
        run(0, "frappe.logs last 3 follow 100ms bench \"" + of(BENCH) + "\""),
        "worker of long is up");
  }

  /**
   * As the owner of the file, never as root. A command that restarted nothing is found out, also
   * one that sends HUP: gunicorn with --preload then goes on with the old code.
   */
  @Test
  void theCommandOfTheBenchIsRunAsItsOwnerAndHasToHaveRestartedSomething() throws Exception {
    Path bench = own("own-bench");
    Path config = bench.resolve("sites/common_site_config.json");
    String text = Files.readString(config);
    String command = "id -un >who; touch asked; until [ -e answered ]; do sleep 0.05; done";
    Files.writeString(
        config, text.replaceFirst("\\{", "{\"supervisor_restart_cmd\": \"" + command + "\","));
    String restart = "frappe.restart only web patience 2s bench \"" + bench + "\" " + server();
    Files.setOwner(config, principal("root"));
    SupervisorWorld before = benches.world();
    assertSaid(run(REFUSED, restart), "would run as root");
    Files.setOwner(config, principal(USER));
    Thread hangUp =
        answering(
            bench,
            () -> benches.control("signal", "HUP", "frappe-bench-web:frappe-bench-frappe-web"));
    Outcome nothing = run(1, restart);
    hangUp.join();
    assertSaid(nothing, "restarted nothing of " + String.join(", ", WEB));
    assertSaid(nothing, "a signal such as HUP makes no new ones");
    assertEquals(USER, Files.readString(bench.resolve("who")).strip());
    assertEquals(before.pids(WEB), benches.world().pids(WEB));
    Files.delete(bench.resolve("answered"));
    Files.delete(bench.resolve("asked"));
    Thread somebody = answering(bench, () -> benches.control("restart", "frappe-bench-web:*"));
    run(0, restart.replace("2s", "30s"));
    somebody.join();
    assertAllNew(WEB, before, benches.world());
  }

  /** Something that is done in the name of a command, which waits for it. */
  private interface Deed {
    String perform() throws IOException;
  }

  private static Thread answering(Path bench, Deed deed) {
    return Thread.ofVirtual()
        .start(() -> {
          Eventually.holds("asked", () -> Files.exists(bench.resolve("asked")));
          try {
            deed.perform();
            Files.createFile(bench.resolve("answered"));
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  /** overmind and bench are stand-ins here, which write down how they were called. */
  @Test
  void overmindInDeveloperModeAndMaintenanceThatIsUndone() throws Exception {
    Path bench = own("developer-bench");
    Path config = bench.resolve("sites/common_site_config.json");
    Files.writeString(
        config, Files.readString(config).replaceFirst("\\{", "{\"developer_mode\": 1,"));
    Files.createFile(bench.resolve(".overmind.sock"));
    Path third = Files.createDirectory(bench.resolve("sites/shut.local"));
    Files.writeString(third.resolve("site_config.json"), "{\"maintenance_mode\": 1}");
    Path programs = Files.createDirectory(folder.resolve("bin"));
    for (String name : List.of("overmind", "bench")) {
      Path program = programs.resolve(name);
      Files.writeString(program, "#!/bin/sh\necho " + name + " \"$@\" >>" + bench + "/calls\n");
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Files.setOwner(Files.createFile(bench.resolve("calls")), principal(USER));
    Outcome outcome =
        process(
            programs,
            "frappe.restart only web bench \"" + bench + "\" " + server(),
            "frappe.maintenance \"all\" bench \"" + bench + "\" { fail \"enough\" }");
    assertEquals(1, outcome.exitCode(), outcome::all);
    assertEquals(
        List.of(
            "overmind restart web",
            "bench --site one.local set-maintenance-mode on",
            "bench --site one.local scheduler pause",
            "bench --site two.local set-maintenance-mode on",
            "bench --site two.local scheduler pause",
            "bench --site one.local scheduler resume",
            "bench --site one.local set-maintenance-mode off",
            "bench --site two.local scheduler resume",
            "bench --site two.local set-maintenance-mode off"),
        Files.readAllLines(bench.resolve("calls")));
  }

  /** Returns a bench like the first one, whose files belong to somebody else than root. */
  private static Path own(String name) throws Exception {
    Path bench = Files.createDirectories(folder.resolve(name));
    List<String> files =
        List.of(
            "sites/common_site_config.json",
            "sites/one.local/site_config.json",
            "sites/two.local/site_config.json",
            "config/supervisor.conf");
    for (String file : files) {
      Files.createDirectories(bench.resolve(file).getParent());
      Files.copy(benches.bench(BENCH).resolve(file), bench.resolve(file));
    }
    try (Stream<Path> all = Files.walk(bench)) {
      for (Path file : all.toList()) {
        Files.setOwner(file, principal(USER));
      }
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    return bench;
  }

  private static UserPrincipal principal(String user) throws IOException {
    return folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
  }

  private static Path of(String bench) {
    return benches.bench(bench);
  }

  private static String server() {
    return "config \"" + benches.configuration() + "\"";
  }

  private static Outcome frappe(int exitCode, String procedure, String... clauses)
      throws IOException {
    return run(
        exitCode,
        "frappe.%s bench \"%s\" %s %s"
            .formatted(procedure, of(BENCH), server(), String.join(" ", clauses)));
  }

  private static Outcome run(int exitCode, String... statements) throws IOException {
    Outcome outcome = commands.stateful("run", runbook(statements).toString());
    assertEquals(exitCode, outcome.exitCode(), outcome::all);
    return outcome;
  }

  private static Outcome process(Path programs, String... statements) throws IOException {
    Map<String, String> environment =
        Map.of(
            "PATH",
            programs + ":" + System.getenv("PATH"),
            "BOUNCE_STATE",
            folder.resolve("state").toString());
    try (BounceProcess bounce =
        BounceProcess.start(folder, environment, "run", runbook(statements).toString())) {
      return bounce.await();
    }
  }

  private static Path runbook(String... statements) throws IOException {
    return Files.writeString(
        folder.resolve("test.runbook"), "use frappe\n" + String.join("\n", statements) + "\n");
  }

  private static void assertAllNew(
      List<String> members, SupervisorWorld before, SupervisorWorld after) {
    for (String member : members) {
      assertEquals("RUNNING", after.state(member));
      assertNotEquals(before.pid(member), after.pid(member), member);
    }
  }

  private static void assertSaid(Outcome outcome, String text) {
    assertTrue(outcome.all().contains(text), () -> text + " is not in:\n" + outcome.all());
  }

  private static void assertBefore(Outcome outcome, String first, String second) {
    Pattern order =
        Pattern.compile(Pattern.quote(first) + ".*" + Pattern.quote(second), Pattern.DOTALL);
    assertTrue(order.matcher(outcome.out()).find(), outcome::all);
  }
}
