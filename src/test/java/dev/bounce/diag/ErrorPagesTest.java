package dev.bounce.diag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.golden.RunbookCase;
import dev.bounce.syntax.Parser;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every code has a page that teaches, and is shipped. */
final class ErrorPagesTest {
  private static final int LINES = 45;
  private static final Pattern EXAMPLE =
      Pattern.compile("^```runbook\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  /** What a short text cannot show: bytes, sizes, and files that are not there. */
  private static final Set<Code> NOT_BY_TEXT =
      EnumSet.of(
          Code.S006, Code.S007, Code.S008, Code.S009, Code.C018, Code.C019,
          Code.P002, // given on the command line
          Code.P003, // needs a value from the command line
          Code.P011, Code.P012);

  /** Their examples use modules that are not there. */
  private static final Set<Code> NEEDS_FILES = EnumSet.of(Code.C018, Code.C019);

  /** Right examples show declarations alone, too, and parameters that somebody else has to give. */
  private static final Set<Code> OF_A_PART = EnumSet.of(Code.P001, Code.P008);

  private static Path folder() throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(ErrorPagesTest.class.getResource("/docs/errors")).toURI());
  }

  private static String page(Code code) throws IOException, URISyntaxException {
    return Files.readString(folder().resolve(code + ".md"));
  }

  private static List<String> examples(String page) {
    return EXAMPLE.matcher(page).results().map((MatchResult match) -> match.group(1)).toList();
  }

  private static Set<Code> errors(String runbook) {
    return Parser.parse(new Source("example.runbook", runbook)).diagnostics().stream()
        .map(Diagnostic::code)
        .collect(Collectors.toSet());
  }

  /** What reading, checking and planning say. */
  private static Set<Code> problems(String runbook) {
    return RunbookCase.of(runbook).diagnostics().stream()
        .map(Diagnostic::code)
        .collect(Collectors.toSet());
  }

  @Test
  void codesAndPagesAreTheSame() throws Exception {
    try (Stream<Path> pages = Files.list(folder())) {
      List<String> found = pages.map(page -> String.valueOf(page.getFileName())).sorted().toList();
      assertEquals(Arrays.stream(Code.values()).map(code -> code + ".md").sorted().toList(), found);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPageSaysWhatWhyAndHowToRepair(Code code) throws Exception {
    String page = page(code);
    assertEquals("# " + code + ": " + code.title(), page.lines().findFirst().orElse(""));
    assertTrue(page.contains("\n```"), "an example");
    assertTrue(page.contains("\nWhy: "), "why it is refused");
    assertTrue(page.contains("\nRepair: "), "how to repair it");
    assertTrue(page.lines().count() <= LINES, "too long");
    assertFalse(page.contains("\t") && code != Code.I001, "a tab");
  }

  /** The first example makes the mistake, where a runbook alone can; all others are right. */
  @ParameterizedTest
  @EnumSource
  void theExamplesOfAPageDoWhatItSays(Code code) throws Exception {
    List<String> examples = examples(page(code));
    boolean mayShow = "SCP".indexOf(code.name().charAt(0)) >= 0 && !NOT_BY_TEXT.contains(code);
    for (int i = 0; i < examples.size(); i++) {
      boolean shown = i == 0 && mayShow;
      boolean syntaxAlone = NEEDS_FILES.contains(code) || (shown && code.name().startsWith("S"));
      Set<Code> found = syntaxAlone ? errors(examples.get(i)) : problems(examples.get(i));
      if (!shown) {
        found.removeAll(OF_A_PART);
      }
      assertEquals(shown ? Set.of(code) : Set.of(), found, examples.get(i));
    }
  }
}
