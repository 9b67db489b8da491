package dev.bounce.library;

import dev.bounce.diag.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The standard library as it is shipped: resources under {@code /stdlib}. */
public final class BundledModules implements StandardModules {
  private static final List<String> NAMES =
      List.of("compose", "frappe", "gunicorn", "nginx", "patterns", "prelude", "puma", "splent");

  @Override
  public Optional<Source> find(String name) {
    if (!NAMES.contains(name)) {
      return Optional.empty();
    }
    String resource = "/stdlib/" + name + ".runbook";
    try (InputStream stream = BundledModules.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException(resource + " is not in the jar");
      }
      return Optional.of(
          new Source(
              "stdlib/" + name + ".runbook",
              new String(stream.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Override
  public List<String> names() {
    return NAMES;
  }
}
