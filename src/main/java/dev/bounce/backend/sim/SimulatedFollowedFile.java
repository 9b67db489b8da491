package dev.bounce.backend.sim;

import dev.bounce.host.AddedLines;
import dev.bounce.host.FollowedFile;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/** A file in memory: a text that begins with what was read has grown, any other one is new. */
final class SimulatedFollowedFile implements FollowedFile {
  private final Supplier<Optional<String>> file;
  private String read;
  private boolean there;

  SimulatedFollowedFile(Supplier<Optional<String>> file, boolean isNew) {
    this.file = file;
    this.there = file.get().isPresent();
    this.read = isNew ? "" : file.get().orElse("");
  }

  @Override
  public void look(AddedLines lines) {
    Optional<String> now = file.get();
    there = now.isPresent();
    now.ifPresent(text -> {
      String added = text.startsWith(read) ? text.substring(read.length()) : text;
      byte[] bytes = added.getBytes(StandardCharsets.UTF_8);
      lines.write(bytes, 0, bytes.length);
      read = text;
    });
  }

  @Override
  public boolean isThere() {
    return there;
  }

  @Override
  public void close() {}
}
