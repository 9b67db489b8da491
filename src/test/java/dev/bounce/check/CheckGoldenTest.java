package dev.bounce.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.DiagnosticText;
import dev.bounce.diag.Source;
import dev.bounce.golden.Golden;
import dev.bounce.golden.RunbookCase;
import dev.bounce.syntax.Parser;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runbooks and everything that is wrong with them, found without running anything. */
class CheckGoldenTest {
  private static final String NOTHING = "nothing is wrong\n";

  /** Codes that no runbook and no inventory alone can show. */
  private static final Set<Code> NOT_BY_A_CASE =
      EnumSet.of(
          Code.S006, // bytes that are no text: Parser.parseBytes
          Code.S007, // 8 MiB
          Code.S009, // a file that cannot be read: the command line
          Code.I004, // 1 MiB
          Code.I005, // a file that cannot be read: the command line
          Code.P011, // so are the members of a service
          Code.P012, // and what its backend makes of its settings
          Code.U001, // the command line itself, as are all that follow
          Code.U002, Code.U003, Code.U004, Code.U005, Code.U006);

  static List<Path> cases() {
    return Golden.cases("check");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void showsEverythingThatIsWrong(Path folder) {
    List<Diagnostic> diagnostics = new RunbookCase(folder).outcome().diagnostics();
    String text = DiagnosticText.render(diagnostics, DiagnosticText.Style.PLAIN);
    Golden.verify(folder.resolve("expected.txt"), text.isEmpty() ? NOTHING : text);
  }

  /** A case that is named after a code shows that code, and no other. */
  @ParameterizedTest
  @MethodSource("cases")
  void aMistakeGivesOneError(Path folder) {
    String name = String.valueOf(folder.getFileName());
    Code.find(name.substring(0, Math.min(4, name.length())))
        .ifPresent(code ->
            assertEquals(
                Set.of(code), Set.copyOf(codes(new RunbookCase(folder).outcome().diagnostics()))));
  }

  @Test
  void everyCodeThatNeedsNoRunHasACase() {
    Set<Code> shown = EnumSet.noneOf(Code.class);
    cases().forEach(folder -> shown.addAll(codes(new RunbookCase(folder).outcome().diagnostics())));
    for (Path folder : Golden.cases("syntax-errors")) {
      String text = Golden.read(folder.resolve("input.runbook"));
      shown.addAll(codes(Parser.parse(new Source("input.runbook", text)).diagnostics()));
    }
    Set<Code> lacking = EnumSet.noneOf(Code.class);
    Arrays.stream(Code.values())
        .filter(code -> "SCPIU".indexOf(code.name().charAt(0)) >= 0)
        .forEach(lacking::add);
    lacking.removeAll(shown);
    assertEquals(NOT_BY_A_CASE, lacking);
  }

  private static List<Code> codes(Collection<Diagnostic> diagnostics) {
    return diagnostics.stream().map(Diagnostic::code).toList();
  }
}
