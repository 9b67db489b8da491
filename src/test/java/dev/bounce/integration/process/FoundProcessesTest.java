package dev.bounce.integration.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.Settings;
import dev.bounce.backend.process.ProcessBackend;
import dev.bounce.host.Host;
import dev.bounce.host.LocalHost;
import dev.bounce.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Processes of this machine that somebody else starts. */
@Tag("integration")
final class FoundProcessesTest extends FoundProcessesCases {
  private static final Path FOLDER = newFolder();

  private static Path newFolder() {
    try {
      Path folder = Files.createTempDirectory("found");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Host host() {
    return new LocalHost();
  }

  @Override
  protected Path folder() {
    return FOLDER;
  }

  @Override
  protected void begin(String script) throws Exception {
    new ProcessBuilder("setsid", "sh", "-c", script)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @Test
  void bounceDoesNotFindItself() throws Exception {
    String own = String.join(" ", ProcessHandle.current().info().arguments().orElseThrow());
    Settings settings =
        new Settings("app", Map.of("match", new Value.StringValue(Pattern.quote(own))));
    assertEquals(
        Condition.STOPPED,
        new ProcessBackend(FOLDER)
            .observe(settings, host(), Duration.ofSeconds(5))
            .getFirst()
            .condition());
  }
}
