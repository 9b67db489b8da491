package dev.bounce.integration.load;

import dev.bounce.testbed.FreePorts;
import dev.bounce.testbed.RealSystemd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Four instances of a unit of systemd behind an nginx, each named by its port. TERM ends them at
 * once, whatever they have in hand.
 */
final class SystemdInstancesScenario implements BehindNginx {
  private static final String UNIT =
      """
      [Service]
      ExecStart=/usr/bin/busybox httpd -f -p 127.0.0.1:%i -h /run/shop
      """;

  private static final String PREPARE =
      """
      printf '%s' "$0" >/run/systemd/system/shop@.service
      systemctl daemon-reload
      systemctl start $1
      """;

  private final List<Integer> ports = FreePorts.some(4);
  private @Nullable RealSystemd systemd;
  private @Nullable NginxFront front;

  @Override
  public String title() {
    return "four systemd instances behind nginx";
  }

  @Override
  public void start(Path folder) throws IOException {
    systemd = RealSystemd.start(folder.resolve("s"));
    systemd.execute(
        "sh", "-c", Site.script("/run/shop") + PREPARE, UNIT, String.join(" ", units()));
    front = NginxFront.start(folder.resolve("f"), ports);
  }

  private List<String> units() {
    return ports.stream().map(port -> "shop@" + port + ".service").toList();
  }

  @Override
  public NginxFront front() {
    return Started.of(front);
  }

  @Override
  public String runbook() {
    String quoted =
        units().stream().map(unit -> '"' + unit + '"').collect(Collectors.joining(", "));
    return front()
        .runbook(
            """
            via systemd
            unit [%s]
            stable 300ms
            """
                .formatted(quoted),
            2);
  }

  @Override
  public Map<String, String> environment() {
    String path = Started.of(systemd).commands() + ":" + System.getenv("PATH");
    return Map.of("PATH", path);
  }

  @Override
  public Set<String> identities() throws IOException {
    return Started.of(systemd).invocations(units().toArray(String[]::new)).entrySet().stream()
        .map(unit -> unit.getKey() + " " + unit.getValue())
        .collect(Collectors.toSet());
  }

  @Override
  public String naiveTitle() {
    return "systemctl restart 'shop@*'";
  }

  @Override
  public void restartNaively() throws IOException {
    Started.of(systemd).execute("systemctl", "restart", "shop@*");
  }

  @Override
  public void close() throws IOException {
    if (front != null) {
      front.close();
    }
    if (systemd != null) {
      systemd.close();
    }
  }
}
