package dev.bounce.integration.load;

import dev.bounce.testbed.FreePorts;
import dev.bounce.testbed.RealSupervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Four programs of a group of supervisord behind an nginx, each named by its port. TERM ends them
 * at once, whatever they have in hand.
 */
final class SupervisorGroupScenario implements BehindNginx {
  private final List<Integer> ports = FreePorts.some(4);
  private @Nullable RealSupervisor supervisor;
  private @Nullable NginxFront front;

  @Override
  public String title() {
    return "supervisor group of four behind nginx";
  }

  @Override
  public void start(Path folder) throws IOException {
    Path site = folder.resolve("site");
    ShellCommand.run("sh", "-c", Site.script(site.toString()));
    Path sections = Files.writeString(folder.resolve("sections.conf"), sections(site));
    supervisor = RealSupervisor.startWith(folder.resolve("s"), sections);
    front = NginxFront.start(folder.resolve("f"), ports);
  }

  private String sections(Path site) {
    String programs =
        ports.stream()
            .map(port ->
                """
                [program:shop-%1$d]
                command=/usr/bin/busybox httpd -f -p 127.0.0.1:%1$d -h %2$s
                startsecs=1
                stopasgroup=true
                """
                    .formatted(port, site))
            .collect(Collectors.joining());
    String names = ports.stream().map(port -> "shop-" + port).collect(Collectors.joining(","));
    return programs + "[group:shop]\nprograms=" + names + "\n";
  }

  @Override
  public NginxFront front() {
    return Started.of(front);
  }

  /** supervisord tells processes by their names, and so in the order of the ports. */
  @Override
  public String runbook() {
    return front()
        .runbook(
            """
            via supervisor
            server "unix://%s"
            group "shop"
            """
                .formatted(Started.of(supervisor).socket()),
            2);
  }

  @Override
  public Set<String> identities() throws IOException {
    List<String> names = ports.stream().map(port -> "shop:shop-" + port).toList();
    return SupervisedMembers.identities(Started.of(supervisor), names);
  }

  @Override
  public String naiveTitle() {
    return "supervisorctl restart shop:*";
  }

  @Override
  public void restartNaively() throws IOException {
    SupervisedMembers.restartAll(Started.of(supervisor), "shop");
  }

  @Override
  public void close() throws IOException {
    if (front != null) {
      front.close();
    }
    if (supervisor != null) {
      supervisor.close();
    }
  }
}
