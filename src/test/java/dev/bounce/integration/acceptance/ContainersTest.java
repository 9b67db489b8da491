package dev.bounce.integration.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bounce.testbed.BounceProcess;
import dev.bounce.testbed.CommandLineRun;
import dev.bounce.testbed.EngineProxy;
import dev.bounce.testbed.Eventually;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.RealDocker;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runbooks over a real Docker Engine: what is planned is what a proxy in front of it sees, in this
 * order; containers stay the same ones; what is refused has sent nothing.
 */
@Tag("integration")
final class ContainersTest {
  private static final String SHOP =
      """
      service db { via docker compose "shop/db" server "unix://@SOCKET@" stop-within 5s }
      service api { via docker compose "shop/api" server "unix://@SOCKET@" stop-within 5s; after db }
      """;

  private static Path folder;
  private static RealDocker shop;
  private static EngineProxy proxy;
  private static CommandLineRun commands;

  private RealDocker own;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    folder = directory;
    shop = RealDocker.open();
    for (String name : List.of("db-1", "api-1", "api-2")) {
      String[] parts = name.split("-", -1);
      List<String> options =
          new ArrayList<>(RealDocker.composed("shop", parts[0], Integer.parseInt(parts[1])));
      shop.run("shop-" + name, options, "sh", "-c", RealDocker.POLITE);
    }
    proxy = EngineProxy.start(folder.resolve("proxy.sock"), shop.socket());
    commands = new CommandLineRun(folder.resolve("state"));
  }

  @AfterAll
  static void stop() throws Exception {
    if (proxy != null) {
      proxy.close();
    }
    if (shop != null) {
      shop.close();
    }
  }

  @BeforeEach
  void open() throws Exception {
    own = RealDocker.open();
    proxy.forget();
  }

  @AfterEach
  void close() throws Exception {
    own.close();
  }

  private static Path runbook(String text) throws Exception {
    Path file = Files.createTempFile(folder, "case", ".runbook");
    return Files.writeString(file, text.replace("@SOCKET@", proxy.socket().toString()));
  }

  private static Outcome bounce(String command, Path runbook, String... more) {
    return commands.stateful(
        command,
        Stream.concat(Stream.of(runbook.toString()), Stream.of(more)).toArray(String[]::new));
  }

  private static List<String> planned(Path runbook) throws Exception {
    Outcome plan = bounce("plan", runbook, "--live", "--format", "json");
    assertEquals(0, plan.exitCode(), plan::all);
    List<String> calls = new ArrayList<>();
    for (JsonNode step : new ObjectMapper().readTree(plan.out()).get("effects")) {
      for (JsonNode service : step) {
        for (JsonNode stage : service.get("stages")) {
          stage
              .get("effects")
              .forEach(
                  it -> calls.add(it.get("method").asText() + " " + it.get("target").asText()));
        }
      }
    }
    return calls;
  }

  private static List<String> plannedIsSent(Path runbook) throws Exception {
    List<String> planned = planned(runbook);
    assertEquals(List.of(), proxy.changes());
    Outcome ran = bounce("run", runbook);
    assertEquals(0, ran.exitCode(), ran::all);
    assertEquals(planned, proxy.changes());
    return planned;
  }

  private static List<String> all(String format) throws Exception {
    List<String> values = new ArrayList<>();
    for (String name : List.of("shop-db-1", "shop-api-1", "shop-api-2")) {
      values.add(shop.inspect(name, format));
    }
    return values;
  }

  @Test
  void servicesOfAProjectInTheirOrder() throws Exception {
    List<String> ids = all("{{.Id}}");
    List<String> starts = all("{{.State.StartedAt}}");
    List<String> sent = plannedIsSent(runbook(SHOP + "restart all\nwait healthy db, api\n"));
    assertEquals(
        List.of(
            "POST /containers/shop-db-1/restart?t=5",
            "POST /containers/shop-api-1/restart?t=5",
            "POST /containers/shop-api-2/restart?t=5"),
        sent);
    assertEquals(ids, all("{{.Id}}"));
    List<String> after = all("{{.State.StartedAt}}");
    for (int i = 0; i < starts.size(); i++) {
      assertNotEquals(starts.get(i), after.get(i));
    }
  }

  @Test
  void oneAfterTheOther() throws Exception {
    plannedIsSent(runbook(SHOP + "phase api by 1\n"));
    List<String> sent = proxy.changes();
    assertEquals(2, sent.size());
    proxy.forget();
    assertEquals(
        List.of("POST /containers/shop-db-1/stop?t=5", "POST /containers/shop-db-1/start"),
        plannedIsSent(runbook(SHOP + "stop db\nstart db\nstart db\n")));
  }

  @Test
  void theProcessesInsideAreRestartedAndTheContainerIsNot() throws Exception {
    own.run("workspace", List.of("--init"), "tail", "-f", "/dev/null");
    String life = own.inspect("workspace", "{{.Id}} {{.State.StartedAt}}");
    own.docker("exec", "--detach", "workspace", "sh", "-c", "sleep 86001 & exec sleep 86001");
    Eventually.holds(() -> "it runs", () -> pids().size() == 2);
    List<String> before = pids();
    own.shell("workspace", "printf 'COLOUR=green\nSHAPE=round\n' >/tmp/app.env");
    Path runbook =
        runbook(
            """
            service workspace { via docker server "unix://@SOCKET@" }
            service app {
              via process on workspace
              match 'sleep 86001'
              command ["sh", "-c", "sleep 86001 & exec sleep 86001"]
              log "/tmp/app.log"
              environment [SHAPE: "square"]
            }
            run ["sh", "-c", "echo said inside of $(hostname)"] on workspace
            load-env "/tmp/app.env" on workspace
            restart app
            wait healthy app
            """);
    Outcome ran = bounce("run", runbook);
    assertEquals(0, ran.exitCode(), ran::all);
    assertTrue(
        ran.all().contains("said inside of " + own.shell("workspace", "hostname")), ran::all);
    assertEquals(life, own.inspect("workspace", "{{.Id}} {{.State.StartedAt}}"));
    Eventually.holds(() -> "it runs", () -> pids().size() == 2);
    assertTrue(pids().stream().noneMatch(before::contains), () -> before + ran.all());
    String pid = pids().getFirst().strip().split(" ", 2)[0];
    String environment = own.shell("workspace", "tr '\\0' ' ' </proc/" + pid + "/environ");
    assertTrue(environment.contains("COLOUR=green"), environment);
    assertTrue(environment.contains("SHAPE=square"), environment);
  }

  private List<String> pids() throws Exception {
    return own.shell("workspace", "ps -o pid,args | grep '[s]leep 86001' || true").lines().toList();
  }

  @Test
  void whatDoesNotComeUpIsShownWithItsLog() throws Exception {
    own.create("broken", List.of(), "sh", "-c", "echo no such database >&2; sleep 0.1; exit 3");
    Outcome ran =
        bounce(
            "run",
            runbook("service broken { via docker server \"unix://@SOCKET@\" }\nstart broken\n"));
    assertEquals(1, ran.exitCode(), ran::all);
    assertTrue(ran.all().contains("no such database"), ran::all);
    assertTrue(ran.all().contains("exited with code 3"), ran::all);
  }

  @Test
  void whatWouldVanishIsRefusedBeforeAnythingIsTouched() throws Exception {
    own.run("passing", List.of("--rm"), "sh", "-c", RealDocker.POLITE);
    Path runbook =
        runbook(
            SHOP
                + "service passing { via docker server \"unix://@SOCKET@\" }\n"
                + "restart db\nrestart passing\n");
    Outcome ran = bounce("run", runbook);
    assertNotEquals(0, ran.exitCode());
    assertTrue(ran.all().contains("--rm"), ran::all);
    assertEquals(List.of(), proxy.changes());
  }

  @Test
  void theEnvironmentSaysWhereTheEngineIs() throws Exception {
    String start = shop.inspect("shop-db-1", "{{.State.StartedAt}}");
    Map<String, String> environment =
        Map.of(
            "BOUNCE_STATE",
            folder.resolve("state").toString(),
            "DOCKER_HOST",
            "unix://" + proxy.socket());
    try (BounceProcess process =
        BounceProcess.start(folder, environment, "exec", "restart shop-db-1 via docker")) {
      Outcome ran = process.await();
      assertEquals(0, ran.exitCode(), ran::all);
    }
    assertEquals(List.of("POST /containers/shop-db-1/restart?t=10"), proxy.changes());
    assertNotEquals(start, shop.inspect("shop-db-1", "{{.State.StartedAt}}"));
  }

  /** Root without its rights over files is a user like others to the kernel. */
  @Test
  void aSocketThatLetsNobodyInIsToldBeforehand() throws Exception {
    Path socket = folder.resolve("closed.sock");
    try (EngineProxy closed = EngineProxy.start(socket, shop.socket())) {
      Files.setPosixFilePermissions(socket, Set.of());
      String runbook =
          runbook(
                  "service db { via docker compose \"shop/db\" server \"unix://%s\" }\nrestart db\n"
                      .formatted(socket))
              .toString();
      String classPath =
          Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
              .map(entry -> Path.of(entry).toAbsolutePath().toString())
              .collect(Collectors.joining(File.pathSeparator));
      Path out = folder.resolve("closed.out");
      Process process =
          new ProcessBuilder(
                  "setpriv",
                  "--bounding-set=-dac_override,-dac_read_search",
                  "--inh-caps=-all",
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  classPath,
                  "dev.bounce.cli.Main",
                  "run",
                  "--state",
                  folder.resolve("state").toString(),
                  runbook)
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      assertNotEquals(0, process.waitFor());
      String said = Files.readString(out);
      assertTrue(said.contains("B005"), said);
      assertTrue(said.contains("group docker"), said);
      assertEquals(List.of(), closed.changes());
    }
  }
}
