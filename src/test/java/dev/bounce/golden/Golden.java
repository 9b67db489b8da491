package dev.bounce.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Golden files: a case is a folder with an input and what is expected of it.
 *
 * <p>An expected file that is missing is written, and one that differs is written over when the
 * system property {@code golden.update} is set. <b>The test fails in either case</b>, so that
 * making expectations anew can never look like passing; the next run shows whether it does.
 */
public final class Golden {
  private static final Path ROOT = Path.of("src/test/golden");
  private static final String UPDATE = "golden.update";

  private Golden() {}

  /** Returns the folders of the cases of {@code family}, by name; there is at least one. */
  public static List<Path> cases(String family) {
    Path folder = ROOT.resolve(family);
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> cases = entries.filter(Files::isDirectory).sorted().toList();
      return cases.isEmpty() ? fail("no cases in " + folder) : cases;
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  /** Returns the text of a file. */
  public static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  /** Fails unless {@code expected} holds exactly {@code actual}. */
  public static void verify(Path expected, String actual) {
    verify(expected, actual, System.getProperty(UPDATE) != null);
  }

  static void verify(Path expected, String actual, boolean update) {
    if (!Files.exists(expected)) {
      write(expected, actual);
      fail("written, since it was missing; look at it and run again: " + expected);
    }
    String wanted = read(expected);
    if (update && !wanted.equals(actual)) {
      write(expected, actual);
      fail("updated; look at the difference and run again: " + expected);
    }
    assertEquals(wanted, actual, () -> expected + " (-Dgolden.update writes it anew)");
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }
}
