package dev.bounce.backend.nginx;

import dev.bounce.backend.Settings;
import dev.bounce.backend.master.DeclaredMaster;
import dev.bounce.value.Value;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.StringValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How nginx is called. */
final class Program {
  /** With its whole path: nginx upgrades its binary by the path that it was started with. */
  static final String BINARY = "/usr/sbin/nginx";

  static final Path PID_FILE = Path.of("/run/nginx.pid");
  private static final Path LOG = Path.of("/var/log/nginx/error.log");

  private Program() {}

  /** Returns the argument vector that starts it. */
  static List<String> start(Settings member) {
    List<String> words = new ArrayList<>();
    words.add(member.text("binary").orElse(BINARY));
    member.text("prefix").ifPresent(prefix -> words.addAll(List.of("-p", prefix)));
    member.text("config").ifPresent(file -> words.addAll(List.of("-c", file)));
    return words;
  }

  /** Returns the argument vector that tests its configuration. */
  static List<String> test(Settings member) {
    List<String> words = new ArrayList<>(start(member));
    words.add(1, "-t");
    return words;
  }

  /** Returns its error log; Debian's, where nothing says that it is another nginx. */
  static Optional<Path> log(Settings member) {
    boolean isTheOnly = member.text("config").or(() -> member.text("prefix")).isEmpty();
    return member
        .text("log")
        .map(Path::of)
        .or(() -> isTheOnly ? Optional.of(LOG) : Optional.empty());
  }

  static Path pidFile(DeclaredMaster member) {
    return member.pidFile().orElse(PID_FILE);
  }

  /** Returns a service's settings with the command of each member; its own log is nginx's. */
  static Settings withCommands(Settings settings) {
    Map<String, Value> values = new LinkedHashMap<>(settings.values());
    values.keySet().removeIf(name -> name.equals("log") || name.startsWith("log@"));
    for (DeclaredMaster member : DeclaredMaster.all(settings)) {
      List<Value> words = start(member.settings()).stream().<Value>map(StringValue::new).toList();
      values.put("command@" + member.index(), new ListValue(words));
    }
    return new Settings(settings.service(), values);
  }
}
