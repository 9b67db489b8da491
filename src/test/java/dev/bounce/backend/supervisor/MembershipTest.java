package dev.bounce.backend.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.Settings;
import dev.bounce.backend.supervisor.ProcessInfo.State;
import dev.bounce.diag.Code;
import dev.bounce.value.Value;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.StringValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class MembershipTest {
  private static final List<ProcessInfo> ALL =
      Stream.of(
              "solo:solo",
              "many:many_00",
              "many:many_01",
              "web:front",
              "web:admin",
              "work:short-0",
              "work:short-1",
              "work:short-10",
              "work:long",
              "other:admin")
          .map(name -> name.split(":", 2))
          .map(parts -> new ProcessInfo(parts[0], parts[1], State.RUNNING, "", 0, 7, 7, List.of()))
          .toList();

  @Test
  void theServicesNameIsLookedUp() throws Exception {
    assertEquals(List.of("solo"), byService("solo"));
    assertEquals(List.of("many:many_00", "many:many_01"), byService("many"));
    assertEquals(List.of("web:front", "web:admin"), byService("web"));
    assertEquals(List.of("web:admin"), byService("web:admin"));
    assertEquals(List.of("solo"), byService("solo:solo"));
    assertEquals(List.of("work:long"), byService("long"));
    assertEquals(List.of("work:short-0", "work:short-1", "work:short-10"), byService("short"));
    assertEquals(List.of("work:short-1"), byService("short-1"));
    assertEquals(List.of("web:front", "web:admin"), byService("web:*"));
  }

  @Test
  void propertiesNarrowItDown() throws Exception {
    assertEquals(List.of("web:front", "web:admin"), names(Map.of("group", text("web"))));
    assertEquals(
        List.of("web:admin"), names(Map.of("group", text("web"), "program", text("admin"))));
    assertEquals(
        List.of("work:long", "work:short-0", "work:short-1", "work:short-10", "web:front"),
        names(Map.of("program", texts("long", "short", "web:front", "long"))));
  }

  @Test
  void anUnknownNameIsSuggested() {
    assertUnknown("did you mean `web`? ", () -> byService("wbe"));
    assertUnknown("did you mean `web:front`? ", () -> byService("web:frnt"));
    assertUnknown("it knows many:*, other:*, solo, web:*, work:*", () -> byService("xyzzy"));
    assertUnknown("did you mean `many`? ", () -> names(Map.of("group", text("mny"))));
    assertUnknown("", () -> names(Map.of("group", text("web"), "program", text("long"))));
  }

  @Test
  void aNameInSeveralGroupsIsRefused() {
    BackendException error = assertThrows(BackendException.class, () -> byService("admin"));
    assertEquals(Code.B003, error.code());
    assertEquals(Optional.of("web:admin, other:admin"), error.why());
  }

  @Test
  void fullNamesAreDeclared() {
    assertEquals(Optional.empty(), declared("web", Map.of()));
    assertEquals(Optional.empty(), declared("web:*", Map.of()));
    assertEquals(Optional.of(List.of("web:admin")), declared("web:admin", Map.of()));
    assertEquals(
        Optional.of(List.of("solo", "a:b")),
        declared("x", Map.of("program", texts("solo:solo", "a:b"))));
    assertEquals(Optional.empty(), declared("a:b", Map.of("group", text("web"))));
    assertEquals(Optional.empty(), declared("a:b", Map.of("program", text("web"))));
  }

  private static void assertUnknown(String hint, org.junit.jupiter.api.function.Executable look) {
    BackendException error = assertThrows(BackendException.class, look);
    assertEquals(Code.B003, error.code());
    assertTrue(error.hint().orElse("").startsWith(hint), error.hint()::toString);
  }

  private static List<String> byService(String name) throws BackendException {
    return names(new Settings(name, Map.of()));
  }

  private static List<String> names(Map<String, Value> properties) throws BackendException {
    return names(new Settings("service", properties));
  }

  private static List<String> names(Settings settings) throws BackendException {
    return new Membership(settings, ALL).members().stream().map(ProcessInfo::fullName).toList();
  }

  private static Optional<List<String>> declared(String service, Map<String, Value> properties) {
    return Membership.declared(new Settings(service, properties));
  }

  private static Value text(String text) {
    return new StringValue(text);
  }

  private static Value texts(String... texts) {
    return new ListValue(Arrays.stream(texts).map(MembershipTest::text).toList());
  }
}
