package dev.bounce.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

class GoldenTest {
  @TempDir Path folder;

  @Test
  void whatIsExpectedPasses() throws IOException {
    Path expected = Files.writeString(folder.resolve("expected.txt"), "a\n");
    Golden.verify(expected, "a\n", false);
    Golden.verify(expected, "a\n", true);
  }

  @Test
  void aMissingFileIsWrittenAndFails() throws IOException {
    Path expected = folder.resolve("expected.txt");
    assertThrows(AssertionFailedError.class, () -> Golden.verify(expected, "a\n", false));
    assertEquals("a\n", Files.readString(expected));
    Golden.verify(expected, "a\n", false);
  }

  @Test
  void aDifferenceFailsAndStays() throws IOException {
    Path expected = Files.writeString(folder.resolve("expected.txt"), "a\n");
    assertThrows(AssertionFailedError.class, () -> Golden.verify(expected, "b\n", false));
    assertEquals("a\n", Files.readString(expected));
  }

  @Test
  void anUpdateIsWrittenAndFails() throws IOException {
    Path expected = Files.writeString(folder.resolve("expected.txt"), "a\n");
    assertThrows(AssertionFailedError.class, () -> Golden.verify(expected, "b\n", true));
    assertEquals("b\n", Files.readString(expected));
  }
}
