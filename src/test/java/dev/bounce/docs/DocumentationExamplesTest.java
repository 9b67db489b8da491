package dev.bounce.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Source;
import dev.bounce.golden.RunbookCase;
import dev.bounce.syntax.Formatter;
import dev.bounce.syntax.Parser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every block of the documentation that is marked as a runbook is one.
 *
 * <p>Without a directive it is sound by itself: it parses, and checking and planning it report
 * nothing. The line above it may say otherwise:
 *
 * <ul>
 *   <li>{@code <!-- check: whole -->}: moreover it is laid out as {@code bounce fmt} does it
 *   <li>{@code <!-- check: fragment -->}: it stands behind {@link #CONTEXT}
 *   <li>{@code <!-- check: syntax -->}: it parses; it needs files that are not there
 *   <li>{@code <!-- check: C008 -->}: this code, and no other, is reported of it
 * </ul>
 *
 * <p>The pages of error codes have a rule of their own, see {@code ErrorPagesTest}.
 */
class DocumentationExamplesTest {
  /** What a fragment may use. */
  private static final String CONTEXT =
      """
      default via supervisor
      param patience: duration = 30s
      param only: enum(all, web, workers) = all
      param bench: string = "shop"
      service web { health http "http://127.0.0.1:8000/health" }
      service workers { floor 50% }
      service redis {}
      """;

  /** A page shows declarations alone, too, and parameters that somebody else has to give. */
  private static final Set<Code> OF_A_PART = EnumSet.of(Code.P001, Code.P008);

  static List<Example> examples() throws IOException {
    List<Path> pages = new ArrayList<>();
    if (Files.exists(Path.of("README.md"))) {
      pages.add(Path.of("README.md"));
    }
    try (Stream<Path> files = Files.walk(Path.of("docs"))) {
      files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !file.startsWith(Path.of("docs", "errors")))
          .sorted()
          .forEach(pages::add);
    }
    return pages.stream().flatMap(page -> Example.of(page).stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isWhatItsPageSays(Example example) {
    String directive = example.directive().orElse("sound");
    switch (directive) {
      case "sound" -> assertSound(example, example.text());
      case "whole" -> {
        assertSound(example, example.text());
        assertFormatted(example);
      }
      case "fragment" -> assertSound(example, CONTEXT + example.text());
      case "syntax" ->
          assertEquals(
              List.of(), Parser.parse(new Source("example.runbook", example.text())).diagnostics());
      default -> assertShows(example, directive);
    }
  }

  private static void assertSound(Example example, String text) {
    List<String> problems =
        RunbookCase.of(text).diagnostics().stream()
            .filter(found -> !OF_A_PART.contains(found.code()))
            .map(found -> found.code() + " " + found.message())
            .toList();
    assertEquals(List.of(), problems, example::toString);
  }

  private static void assertFormatted(Example example) {
    Source source = new Source("example.runbook", example.text());
    assertEquals(Optional.of(example.text()), Formatter.format(source).text(), example::toString);
  }

  private static void assertShows(Example example, String directive) {
    Code code = Code.find(directive).orElseGet(() -> fail("no such directive: " + directive));
    Set<Code> shown =
        RunbookCase.of(example.text()).diagnostics().stream()
            .map(Diagnostic::code)
            .collect(Collectors.toSet());
    assertEquals(Set.of(code), shown, example::toString);
  }

  /** The tests above would hold of no example, too. */
  @Test
  void theReferenceHasExamples() {
    assertTrue(Example.of(Path.of("docs", "language.md")).size() > 10);
  }
}
