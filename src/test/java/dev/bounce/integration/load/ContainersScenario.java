package dev.bounce.integration.load;

import dev.bounce.testbed.FreePorts;
import dev.bounce.testbed.RealDocker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Three containers with published ports behind an nginx. TERM ends them at once, whatever they have
 * in hand.
 */
final class ContainersScenario implements BehindNginx {
  private static final List<String> NAMES = List.of("shop-1", "shop-2", "shop-3");

  private static final String SERVER =
      Site.script("/tmp/shop") + "trap 'kill $!; exit 0' TERM; httpd -f -p 80 -h /tmp/shop & wait";

  private final List<Integer> ports = FreePorts.some(NAMES.size());
  private @Nullable RealDocker docker;
  private @Nullable NginxFront front;

  @Override
  public String title() {
    return "three containers behind nginx";
  }

  @Override
  public void start(Path folder) throws IOException {
    docker = RealDocker.open();
    for (int i = 0; i < NAMES.size(); i++) {
      docker.runScript(NAMES.get(i), SERVER, "--publish=127.0.0.1:" + ports.get(i) + ":80");
    }
    front = NginxFront.start(folder.resolve("f"), ports);
  }

  @Override
  public NginxFront front() {
    return Started.of(front);
  }

  @Override
  public String runbook() {
    return front()
        .runbook(
            """
            via docker
            server "%s"
            container ["shop-1", "shop-2", "shop-3"]
            stable 300ms
            """
                .formatted(Started.of(docker).host()),
            1);
  }

  @Override
  public Set<String> identities() throws IOException {
    Set<String> identities = new HashSet<>();
    for (String name : NAMES) {
      String started = Started.of(docker).inspect(name, "{{.State.StartedAt}} {{.State.Pid}}");
      identities.add(name + " " + started);
    }
    return identities;
  }

  @Override
  public String naiveTitle() {
    return "docker restart shop-1 shop-2 shop-3";
  }

  @Override
  public void restartNaively() throws IOException {
    Started.of(docker).docker("restart", "shop-1", "shop-2", "shop-3");
  }

  @Override
  public void close() throws IOException {
    if (front != null) {
      front.close();
    }
    if (docker != null) {
      docker.close();
    }
  }
}
