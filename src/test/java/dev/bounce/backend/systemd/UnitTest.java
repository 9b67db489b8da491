package dev.bounce.backend.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.Settings;
import dev.bounce.value.Value;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.StringValue;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What systemctl writes, as it is read. */
final class UnitTest {
  private static final String SHOWN =
      """
      Warning: something=else
      Type=notify
      MainPID=40
      ExecMainStartTimestamp=Sat 2026-11-21 22:58:53 UTC
      Result=success
      Id=web@1.service
      Names=web@1.service www.service
      ActiveState=active
      SubState=running
      StatusText=a = b
      InvocationID=765abf0224c34265ba91633f2144bc70
      Job=

      Id=app.target
      ConsistsOf=web@2.service  web@1.service
      """;

  @Test
  void unitsAreReadWithTheirProperties() {
    List<Unit> units = Unit.read(SHOWN);
    assertEquals(2, units.size());
    Unit web = units.getFirst();
    assertEquals("a = b", web.text("StatusText"));
    assertTrue(web.isCalled("www.service"));
    assertEquals(40, web.number("MainPID"));
    assertFalse(web.hasJob());
    assertEquals(List.of("web@2.service", "web@1.service"), units.get(1).names("ConsistsOf"));
    assertEquals(List.of(), Unit.read("Failed to connect to bus: no\n"));
  }

  @Test
  void aUnitThatRunsHasAnIdentityAndAStart() {
    MemberState state = read(Map.of());
    assertEquals("active/running: a = b", state.detail());
    assertEquals("pid 40", state.identity().orElseThrow().shown());
    assertEquals(Optional.of(Instant.parse("2026-11-21T22:58:54Z")), state.startedAt());
  }

  @ParameterizedTest
  @CsvSource({
    "active, running, '', RUNNING, true",
    "active, running, 7, STARTING, true",
    "inactive, dead, 7, STARTING, false",
    "inactive, dead, '', STOPPED, false",
    "activating, start, 7, STARTING, false",
    "activating, auto-restart, '', RETRYING, false",
    "activating, auto-restart-queued, 7, RETRYING, false",
    "reloading, reload, '', STARTING, true",
    "deactivating, stop-sigterm, 7, STOPPING, true",
    "failed, failed, '', FAILED, false",
    "maintenance, cleaning, '', UNKNOWN, false"
  })
  void statesAreToldApart(
      String active, String sub, String job, Condition condition, boolean hasIdentity) {
    MemberState state = read(Map.of("ActiveState", active, "SubState", sub, "Job", job));
    assertEquals(condition, state.condition());
    assertEquals(hasIdentity, state.identity().isPresent());
  }

  @ParameterizedTest
  @CsvSource({
    "exit-code, 1, 3, 0, 'exit-code, exit status 3'",
    "signal, 2, 9, 0, 'signal, signal 9'",
    "exit-code, 1, 1, 1, 'exit-code, exit status 1; systemd gave up after 1 restart (start limit)'",
    "start-limit-hit, 0, 0, 0, 'start-limit-hit, it was started too often (StartLimitBurst=)'",
    "timeout, 0, 0, 0, timeout"
  })
  void failuresSayWhy(String result, String code, String status, String restarts, String words) {
    MemberState state =
        read(
            Map.of(
                "ActiveState", "failed",
                "SubState", "failed",
                "Result", result,
                "ExecMainCode", code,
                "ExecMainStatus", status,
                "NRestarts", restarts));
    assertEquals(words, state.detail());
  }

  @ParameterizedTest
  @CsvSource({
    "1min 30s, PT1M30S",
    "500ms, PT0.5S",
    "1.500s, PT1.5S",
    "1h 2min 3s 4ms, PT1H2M3.004S",
    "2d, PT48H"
  })
  void lengthsOfTimeAreRead(String text, Duration length) {
    assertEquals(Optional.of(length), TimeSpan.read(text));
  }

  @Test
  void noLengthOfTimeIsNone() {
    for (String text : List.of("", "infinity", "s", "5 parsecs", "90")) {
      assertEquals(Optional.empty(), TimeSpan.read(text), text);
    }
  }

  @Test
  void namesAreCompletedAndOrdered() {
    assertEquals(List.of("web.service"), wanted());
    assertEquals(List.of("a.service", "b.socket", "c.d.service"), wanted("a", "b.socket", "c.d"));
    assertEquals(Optional.empty(), UnitNames.declared(settings("worker@*")));
    assertEquals(Optional.empty(), UnitNames.declared(settings("app.target")));
    assertEquals(Optional.of(List.of("a.service")), UnitNames.declared(settings("a")));
    assertEquals(
        List.of("w@2.service", "w@10.service", "w@x.service"),
        Stream.of("w@x.service", "w@10.service", "w@2.service")
            .sorted(UnitNames.BY_NUMBER)
            .toList());
  }

  @Test
  void whatCouldBeAnOptionIsNoName() {
    assertTrue(UnitNames.isValid("dev-disk-by\\x2dlabel.swap"));
    for (String name : List.of("--root=/.service", "-x", "a b.service", "a/b", "a\nb", "")) {
      assertFalse(UnitNames.isValid(name), name);
    }
  }

  @Test
  void patternsAreThoseOfSystemctl() {
    assertTrue(Globs.matches("worker@[12]*.service", "worker@21.service"));
    assertFalse(Globs.matches("worker@[12]*.service", "worker@3.service"));
    assertTrue(Globs.matches("a\\x2db@?.service", "a\\x2db@1.service"));
    assertFalse(Globs.matches("{a,b}.service", "a.service"));
  }

  private static MemberState read(Map<String, String> more) {
    Map<String, String> properties = new HashMap<>(Unit.read(SHOWN).getFirst().properties());
    properties.putAll(more);
    return StateReader.read("web@1.service", new Unit(properties), Map.of());
  }

  private static List<String> wanted(String... units) {
    return UnitNames.wanted(settings(units));
  }

  private static Settings settings(String... units) {
    List<Value> values = Stream.of(units).<Value>map(StringValue::new).toList();
    return new Settings("web", values.isEmpty() ? Map.of() : Map.of("unit", new ListValue(values)));
  }
}
