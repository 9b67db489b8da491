package dev.bounce.inventory;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file that holds an inventory.
 *
 * @param path where it is
 * @param folder the folder that it must not lead out of, for one that nobody named but that was
 *     found beside a runbook
 */
public record InventoryFile(Path path, Optional<Path> folder) {
  /** What a file beside a runbook is called. */
  public static final String NAME = "inventory.yml";

  private static final String NOT_READ = "the inventory cannot be read";

  /** Returns the file that somebody named; it may lie anywhere. */
  public static InventoryFile named(Path path) {
    return new InventoryFile(path, Optional.empty());
  }

  /** Returns the inventory beside a runbook, if something of that name is there. Only looks. */
  public static Optional<InventoryFile> find(Path runbook) {
    Path beside = runbook.resolveSibling(NAME);
    Path folder = Optional.ofNullable(runbook.toAbsolutePath().getParent()).orElse(beside);
    return Files.exists(beside, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(new InventoryFile(beside, Optional.of(folder)))
        : Optional.empty();
  }

  /** Reads the file; what cannot be read is a diagnostic. Changes nothing. */
  public Loaded load() {
    try {
      if (leadsOut()) {
        return failed(
            Code.I005,
            "it is a link that leads out of the runbook's folder",
            "name the file itself with -i");
      }
      if (!Files.isRegularFile(path)) {
        return Files.exists(path)
            ? failed(Code.I005, "it is not a file", "name a YAML file with -i")
            : failed(Code.I005, "there is no such file", "name a file that is there with -i");
      }
      return decode(bytes());
    } catch (NoSuchFileException e) {
      return failed(Code.I005, "there is no such file", "name a file that is there with -i");
    } catch (IOException e) {
      return failed(Code.I005, e.toString(), "see that the user of bounce may read it");
    }
  }

  /** A link that came with somebody's change must not make bounce read what is elsewhere. */
  private boolean leadsOut() throws IOException {
    return folder.isPresent()
        && Files.isSymbolicLink(path)
        && !path.toRealPath().startsWith(folder.get().toRealPath());
  }

  private byte[] bytes() throws IOException {
    try (InputStream stream = Files.newInputStream(path)) {
      return stream.readNBytes(InventoryReader.SIZE_LIMIT + 1);
    }
  }

  private Loaded decode(byte[] bytes) {
    if (bytes.length > InventoryReader.SIZE_LIMIT) {
      return failed(Code.I004, "it is larger than 1 MiB", "split it, one inventory per stage");
    }
    ByteBuffer input = ByteBuffer.wrap(bytes);
    CharBuffer text = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(input, text, true);
    if (result.isError()) {
      return failed(
          Code.I005,
          "it is not UTF-8: byte " + (input.position() + 1) + " belongs to no character",
          "save it as UTF-8");
    }
    return Inventory.load(new Source(path.toString(), text.flip().toString()));
  }

  private Loaded failed(Code code, String cause, String hint) {
    Diagnostic diagnostic =
        Diagnostic.error(code, (code == Code.I005 ? NOT_READ : code.title()) + ": " + path)
            .because(cause)
            .hint(hint);
    return new Loaded(Inventory.empty(new Source(path.toString(), "")), List.of(diagnostic));
  }
}
