package dev.bounce.integration.load;

import dev.bounce.testbed.RealNginx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A real nginx in front of members, each with a file of its own in the upstream, as the standard
 * module nginx wants it. It passes each request on once: what reaches a member that is down is
 * lost.
 */
final class NginxFront implements AutoCloseable {
  private final RealNginx nginx;
  private final Path upstream;
  private final List<Integer> ports;

  private NginxFront(RealNginx nginx, Path upstream, List<Integer> ports) {
    this.nginx = nginx;
    this.upstream = upstream;
    this.ports = List.copyOf(ports);
  }

  /** Starts one in front of members that listen on these ports. */
  static NginxFront start(Path folder, List<Integer> ports) throws IOException {
    Path upstream = Files.createDirectories(folder.resolve("upstream"));
    for (int i = 0; i < ports.size(); i++) {
      Files.writeString(upstream.resolve(i + ".conf"), "server 127.0.0.1:" + ports.get(i) + ";\n");
    }
    RealNginx nginx = RealNginx.prepare(folder.resolve("n"));
    NginxFront front = new NginxFront(nginx, upstream, ports);
    nginx.edit("http {", "http {\n  upstream web { include " + upstream + "/*.conf; }");
    nginx.edit(
        "location / { return 200 \"one\\n\"; }",
        "location / { proxy_pass http://web; proxy_next_upstream off; }");
    nginx.launch();
    return front;
  }

  URI address() throws IOException {
    return nginx.address("/");
  }

  /** Returns the declaration of an nginx as the service {@code front}. */
  static String service(RealNginx nginx) {
    return """
    service front { via nginx; pid-file "%s"; config "%s"; log "%s"; stable 200ms }
    """
        .formatted(nginx.pidFile(), nginx.configuration(), nginx.log());
  }

  /** Returns a runbook that restarts members behind this, so many at a time. */
  String runbook(String declaration, int batch) {
    return """
    use nginx
    let ports = %s
    %s
    service web {
    %s
      health http "http://127.0.0.1:${ports[it.index]}/"
      drain { nginx.take-out "%4$s/${it.index}.conf" of front }
      undrain { nginx.put-in "%4$s/${it.index}.conf" of front }
    }
    phase web by %5$d
    """
        .formatted(
            ports, service(nginx).strip(), declaration.indent(2).stripTrailing(), upstream, batch);
  }

  @Override
  public void close() throws IOException {
    nginx.close();
  }
}
