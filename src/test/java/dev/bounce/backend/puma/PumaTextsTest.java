package dev.bounce.backend.puma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.host.Endpoint;
import dev.bounce.host.LocalHost;
import dev.bounce.host.ProcessIdentity;
import dev.bounce.host.RunningProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Puma writes, read. */
final class PumaTextsTest {
  @TempDir private Path folder;

  @Test
  void addressesOfControlServers() {
    assertEquals(new Endpoint.Unix(Path.of("/run/a.sock")), url("unix:///run/a.sock"));
    assertEquals(new Endpoint.Unix(Path.of("/run/a b")), url("unix:///run/a%20b?mode=0700"));
    assertEquals(new Endpoint.Abstract("pumactl"), url("unix://@pumactl"));
    assertEquals(new Endpoint.Tcp("127.0.0.1", 9293), url("tcp://127.0.0.1:9293"));
    assertEquals(new Endpoint.Tcp("::1", 9293), url("tcp://[::1]:9293"));
    assertEquals(
        new Endpoint.Secured("localhost", 9293, Optional.of(Path.of("/c.pem"))),
        url("ssl://localhost:9293?key=/k.pem&cert=/c.pem&verify_mode=none"));
    assertEquals(new Endpoint.Secured("h", 1, Optional.empty()), url("ssl://h:1?key=/k.pem"));
    assertEquals(
        Optional.of(new Endpoint.Secured("h", 1, Optional.of(Path.of("/mine.pem")))),
        ControlUrl.parse("ssl://h:1?cert=/c.pem", Optional.of(Path.of("/mine.pem"))));
  }

  private static Endpoint url(String text) {
    return ControlUrl.parse(text, Optional.empty()).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "auto",
        "unix://",
        "unix://a.sock",
        "tcp://h",
        "tcp://h:0",
        "tcp://h:70000",
        "http://h:1",
        "tcp://me:secret@h:1",
        "tcp://h:1/other",
        "unix:///a\0b"
      })
  void whatIsNoAddress(String text) {
    assertEquals(Optional.empty(), ControlUrl.parse(text, Optional.empty()));
  }

  @Test
  void aStateFile() throws Exception {
    Path file = folder.resolve("state");
    Files.writeString(
        file,
        """
        ---
        pid: 4711
        control_url: unix:///run/a.sock
        control_auth_token: "open sesame"
        running_from: "/srv/app"
        """);
    StateFile state = StateFile.read(file, new LocalHost()).orElseThrow();
    assertEquals(4711, state.note().orElseThrow().pid());
    assertEquals(Optional.of("unix:///run/a.sock"), state.controlUrl());
    assertEquals(Optional.of("open sesame"), state.token());
    assertFalse(state.toString().contains("sesame"));
    assertEquals(Optional.empty(), StateFile.read(folder.resolve("none"), new LocalHost()));
    Files.writeString(file, "");
    StateFile beginning = StateFile.read(file, new LocalHost()).orElseThrow();
    assertEquals(Optional.empty(), beginning.note());
  }

  @Test
  void whatAClusterSays() throws Exception {
    Stats.Cluster cluster =
        assertInstanceOf(
            Stats.Cluster.class,
            Stats.parse(
                """
                {"started_at":"2026-11-21T23:03:04Z","workers":3,"phase":1,"booted_workers":1,
                 "old_workers":1,"worker_status":[
                  {"started_at":"a","pid":5,"index":1,"phase":0,"booted":true,
                   "last_checkin":"c","last_status":{"running":2,"backlog":4,"pool_capacity":3,
                   "max_threads":5}},
                  {"started_at":"b","pid":6,"index":0,"phase":1,"booted":true,
                   "last_checkin":"c","last_status":{}},
                  {"started_at":"b","pid":null,"index":2,"phase":1,"booted":false,
                   "last_checkin":"c","last_status":{}}]}
                """));
    assertEquals(3, cluster.wanted());
    assertEquals(2, cluster.booted());
    assertEquals(1, cluster.old());
    assertFalse(cluster.isUp());
    assertEquals(6, cluster.requests(), "two threads at work, four requests that wait");
    assertEquals(Optional.empty(), cluster.workers().getLast().pid());
  }

  @Test
  void whatAServerWithoutWorkersSays() throws Exception {
    assertEquals(
        new Stats.Single("2026-11-21T23:03:02Z", 0),
        Stats.parse("{\"started_at\":\"2026-11-21T23:03:02Z\",\"backlog\":0,\"running\":1}"));
    assertEquals(
        new Stats.Single("2026-11-21T23:03:02Z", 3),
        Stats.parse(
            """
            {"started_at":"2026-11-21T23:03:02Z","backlog":1,"running":5,"pool_capacity":3,
             "max_threads":5,"requests_count":12}
            """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"started_at\":1}",
        "{\"worker_status\":[]}",
        "{\"running\":1,\"backlog\":-1,\"pool_capacity\":1,\"max_threads\":1}",
        "{\"worker_status\":[1],\"workers\":1,\"phase\":0}",
        "{\"worker_status\":[],\"workers\":-1,\"phase\":0}",
        "{\"worker_status\":[],\"workers\":99999999999,\"phase\":0}"
      })
  void whatIsNoAnswer(String text) {
    assertThrows(Stats.UnreadableException.class, () -> Stats.parse(text));
  }

  @Test
  void titles() {
    RunningProcess master = process("puma 5.6.5 (tcp://0.0.0.0:3000) [shop]");
    RunningProcess worker = process("puma: cluster worker 0: 4711 [shop]");
    assertTrue(Titles.canBeMaster(master.arguments()));
    assertTrue(Titles.isReadyForSignals(master));
    assertFalse(Titles.canBeMaster(worker.arguments()));
    assertTrue(Titles.isWorkerOf(worker, 4711));
    assertFalse(Titles.isWorkerOf(worker, 471));
    assertEquals(Optional.of(4711L), Titles.masterOf(worker));
    assertEquals(Optional.empty(), Titles.masterOf(master));
    RunningProcess loading = process("/usr/bin/ruby3.1", "/usr/bin/bundle", "exec", "rails", "s");
    assertTrue(Titles.canBeMaster(loading.arguments()));
    assertFalse(Titles.isReadyForSignals(loading));
    assertFalse(Titles.canBeMaster(List.of("postgres: writer")));
    assertTrue(Titles.runsOnJruby(process("/opt/jdk/bin/java", "-jar", "jruby.jar")));
    assertFalse(Titles.runsOnJruby(master));
  }

  private static RunningProcess process(String... arguments) {
    return new RunningProcess(new ProcessIdentity(4711, 1, 0), 1, List.of(arguments));
  }
}
