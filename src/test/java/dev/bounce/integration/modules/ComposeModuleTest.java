package dev.bounce.integration.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.testbed.CommandLineRun;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.RealCompose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The module {@code compose} on a project that a real docker-compose has brought up. */
@Tag("integration")
final class ComposeModuleTest {
  private static final int FAILED = 1;
  private static final String DB = "shop_db_1";
  private static final List<String> API = List.of("shop_api_1", "shop_api_2");

  @TempDir static Path folder;
  private static RealCompose project;

  @BeforeAll
  static void start() throws Exception {
    project = RealCompose.in(folder.resolve("shop"));
    write("one", "db", "api");
    project.up("--scale", "api=2");
  }

  @AfterAll
  static void stop() throws Exception {
    if (project != null) {
      project.close();
    }
  }

  /** Writes the compose file: a service ends at once while there is a file of its name. */
  private static void write(String version, String... services) throws IOException {
    StringBuilder text = new StringBuilder("version: \"2.4\"\nservices:\n");
    for (String service : services) {
      text.append(
          """
            %1$s:
              image: %2$s
              network_mode: none
              volumes: ["%3$s:/flags:ro"]
              environment: {VERSION: "%4$s"}
              command:
                - sh
                - -c
                - "[ ! -e /flags/%1$s ] || { echo no such database; exit 3; }; %5$s"
          """
              .formatted(
                  service,
                  RealCompose.IMAGE,
                  folder,
                  version,
                  "trap 'exit 0' TERM; while :; do sleep 60 & wait $$!; done"));
    }
    project.write(text.toString());
  }

  @Test
  void servicesAreRestartedInTheirOrderAndStayTheSameContainers() throws Exception {
    List<String> ids = all("{{.Id}}");
    Outcome outcome = run(0, "compose.in-order [db, api] for 100ms", "compose.status [db, api]");
    assertEquals(ids, all("{{.Id}}"));
    List<String> starts = all("{{.State.StartedAt}}");
    assertEquals(starts.stream().sorted().toList(), starts);
    assertTrue(outcome.all().contains(API.getLast() + ": running"), outcome::all);
  }

  @Test
  void whatDoesNotComeUpLeavesTheRest() throws Exception {
    List<String> before = all("{{.State.StartedAt}}");
    Path broken = Files.createFile(folder.resolve("db"));
    Outcome outcome = run(FAILED, "compose.in-order [db, api]");
    assertTrue(outcome.all().contains("no such database"), outcome::all);
    assertEquals(before.subList(1, 3), all("{{.State.StartedAt}}").subList(1, 3));
    Outcome status = run(0, "compose.status [db]");
    assertTrue(status.all().contains(DB + ": failed"), status::all);
    Files.delete(broken);
    run(0, "start db");
  }

  @Test
  void whatHasChangedIsMadeAnewAndNothingElse() throws Exception {
    List<String> before = all("{{.Id}}");
    project.write("services: {api: {}}\n");
    Outcome wrong = run(FAILED, recreate());
    assertTrue(wrong.all().contains("R005"), wrong::all);
    assertEquals(before, all("{{.Id}}"));

    write("two", "db", "api");
    run(0, recreate());
    List<String> after = all("{{.Id}}");
    assertEquals(before.getFirst(), after.getFirst());
    assertNotEquals(before.get(1), after.get(1));
    assertNotEquals(before.get(2), after.get(2));
    assertEquals("two", project.docker().shell(API.getFirst(), "echo $VERSION"));

    Path broken = Files.createFile(folder.resolve("api"));
    write("three", "db", "api");
    Outcome down = run(FAILED, recreate());
    assertTrue(down.all().contains("no such database"), down::all);
    Files.delete(broken);
    run(0, "start api");
  }

  private static String recreate() {
    return """
    compose.recreate api named "api" in "%s" with ["%s"] for 100ms within 10s
    """
        .formatted(project.folder(), String.join("\", \"", project.command()));
  }

  private static List<String> all(String format) throws IOException {
    List<String> values = new ArrayList<>();
    for (String name : List.of(DB, API.getFirst(), API.getLast())) {
      values.add(project.docker().inspect(name, format));
    }
    return values;
  }

  private static Outcome run(int exitCode, String... statements) throws IOException {
    String engine = "server \"" + project.docker().host() + "\"; stable 100ms; stop-within 5s";
    Path file = folder.resolve("test.runbook");
    Files.writeString(
        file,
        """
        use compose
        service db { via docker compose "shop/db"; %1$s }
        service api { via docker compose "shop/api"; %1$s; after db }
        """
                .formatted(engine)
            + String.join("\n", statements)
            + "\n");
    Outcome outcome = new CommandLineRun(folder.resolve("state")).stateful("run", file.toString());
    assertEquals(exitCode, outcome.exitCode(), outcome::all);
    return outcome;
  }
}
