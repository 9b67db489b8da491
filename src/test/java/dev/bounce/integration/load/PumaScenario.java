package dev.bounce.integration.load;

import dev.bounce.testbed.FreePorts;
import dev.bounce.testbed.RealPuma;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A Puma with two workers.
 *
 * <p>With {@code queue_requests}, which is its default, a worker of Puma 5.6 that ends closes a
 * connection that it has accepted and that has brought no request yet ({@code Client#can_close?} in
 * its client.rb): on a busy machine one of 50,000 requests was lost so.
 */
final class PumaScenario implements RollingScenario {
  private final String title;
  private final String statement;
  private final int port = FreePorts.one();
  private @Nullable RealPuma puma;

  private PumaScenario(String title, String statement) {
    this.title = title;
    this.statement = statement;
  }

  static PumaScenario phased() {
    return new PumaScenario("Puma, phased", "phase web");
  }

  static PumaScenario hot() {
    return new PumaScenario("Puma, hot", "restart web mode hot");
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public void start(Path folder) throws IOException {
    puma =
        RealPuma.in(folder.resolve("p"))
            .config("bind 'tcp://127.0.0.1:" + port + "'\nqueue_requests false");
    puma.start();
  }

  @Override
  public URI address() {
    return URI.create("http://127.0.0.1:" + port + "/");
  }

  @Override
  public String runbook() {
    return """
    service web { via puma; state "%s"; stable 300ms }
    %s
    """
        .formatted(started().state(), statement);
  }

  @Override
  public Set<String> identities() throws IOException {
    return started().workerPids().stream().map(pid -> "worker " + pid).collect(Collectors.toSet());
  }

  @Override
  public String naiveTitle() {
    return "TERM, start";
  }

  @Override
  public void restartNaively() throws IOException {
    started().close();
    started().start();
  }

  private RealPuma started() {
    return Started.of(puma);
  }

  @Override
  public void close() throws IOException {
    if (puma != null) {
      puma.close();
    }
  }
}
