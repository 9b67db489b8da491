package dev.bounce.integration.load;

import dev.bounce.testbed.Eventually;
import dev.bounce.testbed.RealGunicorn;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A gunicorn that nobody monitors, with a second master that takes over. */
final class GunicornScenario implements RollingScenario {
  private @Nullable RealGunicorn gunicorn;

  @Override
  public String title() {
    return "gunicorn, USR2 hand-over";
  }

  @Override
  public void start(Path folder) throws IOException {
    gunicorn = RealGunicorn.start(folder.resolve("g"));
  }

  @Override
  public URI address() throws IOException {
    return started().address("/");
  }

  @Override
  public String runbook() {
    return """
    service web { via gunicorn; pid-file "%s"; stable 300ms }
    restart web mode hot
    """
        .formatted(started().pidFile());
  }

  @Override
  public Set<String> identities() throws IOException {
    return Set.of("master " + started().pid());
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
    ShellCommand.launch(started().folder(), started().command());
  }

  private RealGunicorn started() {
    return Started.of(gunicorn);
  }

  @Override
  public void close() throws IOException {
    if (gunicorn != null) {
      gunicorn.close();
    }
  }
}
