package dev.bounce.backend.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bounce.backend.Settings;
import dev.bounce.value.Value;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.StringValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MemberTest {
  private static final Path FOLDER = Path.of("/state");

  private static List<Member> members(Map<String, Value> values) {
    return Member.all(new Settings("web", values), FOLDER);
  }

  private static List<String> names(Map<String, Value> values) {
    return members(values).stream().map(Member::name).toList();
  }

  @Test
  void namesTellWhetherThereCanBeSeveral() {
    assertEquals(List.of("web"), names(Map.of()));
    assertEquals(List.of("web[0]"), names(Map.of("members", new IntegerValue(1))));
    assertEquals(List.of("web[0]", "web[1]"), names(Map.of("members", new IntegerValue(2))));
    assertEquals(List.of(), names(Map.of("members", new IntegerValue(0))));
    assertEquals(List.of(), names(Map.of("members", new IntegerValue(Long.MAX_VALUE))));
  }

  @Test
  void membersNeverShareAPidFile() {
    List<Member> members =
        members(
            Map.of(
                "members",
                new IntegerValue(3),
                "pid-file",
                new StringValue("/run/web.pid"),
                "pid-file@2",
                new StringValue("/run/last.pid")));
    assertEquals(
        List.of(Path.of("/run/web.pid.0"), Path.of("/run/web.pid.1"), Path.of("/run/last.pid")),
        members.stream().map(Member::pidFile).toList());
  }

  @Test
  void aValueOfItsOwnStandsInPlaceOfTheCommonOne() {
    List<Member> members =
        members(
            Map.of(
                "members",
                new IntegerValue(12),
                "directory",
                new StringValue("/srv"),
                "directory@1",
                new StringValue("/srv/1")));
    assertEquals("/srv/1", members.get(1).settings().text("directory").orElseThrow());
    assertEquals("/srv", members.get(11).settings().text("directory").orElseThrow());
  }
}
