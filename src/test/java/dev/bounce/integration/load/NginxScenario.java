package dev.bounce.integration.load;

import dev.bounce.testbed.Eventually;
import dev.bounce.testbed.RealNginx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An nginx that answers by itself. */
final class NginxScenario implements RollingScenario {
  private final String title;
  private final String statement;
  private @Nullable RealNginx nginx;

  private NginxScenario(String title, String statement) {
    this.title = title;
    this.statement = statement;
  }

  static NginxScenario reload() {
    return new NginxScenario("nginx, reload", "reload front");
  }

  static NginxScenario upgrade() {
    return new NginxScenario("nginx, upgrade of the binary", "restart front mode hot");
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public void start(Path folder) throws IOException {
    nginx = RealNginx.start(folder.resolve("n"));
  }

  @Override
  public URI address() throws IOException {
    return started().address("/");
  }

  @Override
  public String runbook() {
    return NginxFront.service(started()) + statement + "\n";
  }

  /** Workers that only finish what they have begun do not serve any more. */
  @Override
  public Set<String> identities() throws IOException {
    return children(started().pid()).stream()
        .filter(pid -> !title(pid).contains("is shutting down"))
        .map(pid -> "worker " + pid)
        .collect(Collectors.toSet());
  }

  private static List<Long> children(long pid) throws IOException {
    String text = ProcessFiles.read(pid, "task/" + pid + "/children").strip();
    return text.isEmpty() ? List.of() : Stream.of(text.split(" ", -1)).map(Long::valueOf).toList();
  }

  private static String title(long pid) {
    try {
      return ProcessFiles.read(pid, "cmdline");
    } catch (IOException gone) {
      return "";
    }
  }

  @Override
  public String naiveTitle() {
    return "TERM, start";
  }

  @Override
  public void restartNaively() throws IOException {
    long master = started().pid();
    started().close();
    Eventually.holds("its end", () -> !Eventually.isAlive(master));
    started().launch();
  }

  private RealNginx started() {
    return Started.of(nginx);
  }

  @Override
  public void close() throws IOException {
    if (nginx != null) {
      nginx.close();
    }
  }
}
