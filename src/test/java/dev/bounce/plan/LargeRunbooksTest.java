package dev.bounce.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.golden.RunbookCase;
import dev.bounce.golden.RunbookCase.Outcome;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is long or deep is planned, or refused with a reason; never an overflow of the stack. */
@Timeout(60)
class LargeRunbooksTest {
  private static final List<Code> SOUND = List.of();
  private static final List<Code> TOO_LARGE = List.of(Code.P007);

  @Test
  void aLongSumOfWhatIsKnown() {
    assertCodes(SOUND, "log \"${" + repeated(10_000, " + ", i -> "1") + "}\"");
    assertCodes(SOUND, "let x = 1\nlog \"${" + repeated(10_000, " + ", i -> "x") + "}\"");
    assertCodes(SOUND, "check " + repeated(10_000, " and ", i -> "1 < " + (i + 2)));
  }

  @Test
  void aLongSumOfWhatOnlyTheRunKnows() {
    assertCodes(SOUND, "log " + repeated(100, " + ", i -> "env(\"A\")"));
    assertCodes(TOO_LARGE, "log " + repeated(10_000, " + ", i -> "env(\"A\")"));
    assertCodes(TOO_LARGE, "check " + repeated(10_000, " and ", i -> "exists(\"/" + i + "\")"));
  }

  @Test
  void deepNesting() {
    assertCodes(SOUND, "log (" + "(".repeat(240) + "1" + ")".repeat(240) + ")");
    assertCodes(SOUND, "let x = " + "[".repeat(250) + "1" + "]".repeat(250) + "\nlog x");
    assertCodes(SOUND, "within 1m { ".repeat(250) + "log \"x\"" + " }".repeat(250));
    assertCodes(SOUND, "if exists(\"/x\") { ".repeat(250) + "log \"x\"" + " }".repeat(250));
    assertCodes(SOUND, "try { ".repeat(250) + "log \"x\"" + " } finally { log \"y\" }".repeat(250));
  }

  @Test
  void manyElseIfs() {
    assertCodes(
        SOUND,
        "let n = 4999\nif "
            + repeated(5_000, " else if ", i -> "n == " + i + " { log \"" + i + "\" }"));
    assertCodes(
        SOUND, "if " + repeated(90, " else if ", i -> "exists(\"/" + i + "\") { log \"x\" }"));
    assertCodes(
        TOO_LARGE,
        "if " + repeated(5_000, " else if ", i -> "exists(\"/" + i + "\") { log \"x\" }"));
  }

  @Test
  void longChains() {
    String services =
        repeated(
            5_000,
            "\n",
            i -> "service s" + i + " { via process; command [\"x\"]; after s" + (i + 1) + " }");
    assertCodes(SOUND, services + "\nservice s5000 { via process; command [\"x\"] }\nrestart all");
    String functions = repeated(300, "\n", i -> "define f" + (i + 1) + "(x) = f" + i + "(x)");
    assertCodes(SOUND, "define f0(x) = x\n" + functions + "\nlog f300(\"x\")");
    String procedures = repeated(200, "\n", i -> "define p" + (i + 1) + "() { p" + i + " }");
    assertCodes(SOUND, "define p0() { log \"x\" }\n" + procedures + "\np200");
    String deep = repeated(20_000, "\n", i -> "define p" + (i + 1) + "() { p" + i + " }");
    assertCodes(TOO_LARGE, "define p0() { log \"x\" }\n" + deep + "\np20000");
  }

  @Test
  void aCircleOfManyServices() {
    String services =
        repeated(
            5_000,
            "\n",
            i -> "service s" + i + " { via process; after s" + ((i + 1) % 5_000) + ", s0 }");
    Outcome outcome = RunbookCase.of(services + "\nrestart all");
    assertEquals(
        List.of(Code.C012),
        outcome.diagnostics().stream().map(Diagnostic::code).distinct().toList());
  }

  @Test
  void manyMistakes() {
    String runbook =
        repeated(20_000, "\n", i -> "let name" + i + " = " + i)
            + "\n"
            + repeated(20_000, "\n", i -> "log nme" + i + "; restrat x" + i);
    assertEquals(100, RunbookCase.of(runbook).diagnostics().size());
  }

  private static void assertCodes(List<Code> expected, String runbook) {
    Outcome outcome = RunbookCase.of(runbook);
    List<Code> codes = outcome.diagnostics().stream().map(Diagnostic::code).toList();
    assertEquals(expected, codes, () -> String.valueOf(outcome.diagnostics().getFirst().message()));
    outcome.plan().ifPresent(PlanDigest::of);
  }

  private static String repeated(int times, String between, IntFunction<String> part) {
    return IntStream.range(0, times).mapToObj(part).collect(Collectors.joining(between));
  }
}
