package dev.bounce.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.diag.DiagnosticText;
import dev.bounce.golden.Golden;
import dev.bounce.golden.RunbookCase;
import dev.bounce.golden.RunbookCase.Outcome;
import dev.bounce.report.Margin;
import dev.bounce.report.PlanJson;
import dev.bounce.report.PlanText;
import dev.bounce.value.CodecException;
import dev.bounce.value.Json;
import dev.bounce.value.JsonException;
import dev.bounce.value.RecordCodec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runbooks and their plans, made offline. */
class PlanGoldenTest {
  static List<Path> cases() {
    return Golden.cases("plan");
  }

  /** Whatever can be planned, of all families. */
  static List<Path> planned() {
    return Stream.concat(cases().stream(), Golden.cases("check").stream())
        .filter(folder -> new RunbookCase(folder).outcome().plan().isPresent())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isPlanned(Path folder) {
    Outcome outcome = new RunbookCase(folder).outcome();
    assertEquals("", DiagnosticText.render(outcome.diagnostics(), DiagnosticText.Style.PLAIN));
    Plan plan = outcome.plan().orElseThrow();
    Preview preview = Previewer.offline(plan, RunbookCase.backends());
    Golden.verify(
        folder.resolve("expected.txt"), PlanText.render(plan, preview, "DIGEST", Margin.NONE));
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 80})
  void aNarrowTerminalLosesNothing(int columns) {
    Path folder = Path.of("src/test/golden/plan/phase-with-a-canary");
    Plan plan = new RunbookCase(folder).outcome().plan().orElseThrow();
    Preview preview = Previewer.offline(plan, RunbookCase.backends());
    Margin margin = Margin.of(() -> OptionalInt.of(columns));
    String narrow = PlanText.render(plan, preview, "DIGEST", margin);
    assertTrue(narrow.lines().allMatch(line -> line.length() <= columns), narrow);
    String wide = PlanText.render(plan, preview, "DIGEST", Margin.NONE);
    assertEquals(wide.replaceAll("\\s+", " "), narrow.replaceAll("\\s+", " "));
    Golden.verify(folder.resolve("expected-" + columns + ".txt"), narrow);
  }

  @ParameterizedTest
  @MethodSource("planned")
  void theSameInputGivesTheSameBytes(Path folder) {
    Plan first = new RunbookCase(folder).outcome().plan().orElseThrow();
    Plan second = new RunbookCase(folder).outcome().plan().orElseThrow();
    assertEquals(first, second);
    assertEquals(PlanDigest.of(first), PlanDigest.of(second));
    assertEquals(json(first), json(second));
  }

  private static String json(Plan plan) {
    Preview preview = Previewer.offline(plan, RunbookCase.backends());
    return PlanJson.render(plan, preview, PlanDigest.of(plan));
  }

  @ParameterizedTest
  @MethodSource("planned")
  void everyStepHasAnIdOfItsOwn(Path folder) {
    Set<StepId> seen = new HashSet<>();
    List<StepId> twice = new ArrayList<>();
    Steps.in(new RunbookCase(folder).outcome().plan().orElseThrow().root())
        .forEach(step -> {
          if (!seen.add(step.id())) {
            twice.add(step.id());
          }
        });
    assertEquals(List.of(), twice);
  }

  @ParameterizedTest
  @MethodSource("planned")
  void everyServiceOfAStepIsInThePlan(Path folder) {
    Plan plan = new RunbookCase(folder).outcome().plan().orElseThrow();
    plan.services()
        .forEach((key, service) -> {
          assertEquals(key, service.key());
          assertTrue(RunbookCase.backends().containsKey(service.backend()), key);
        });
  }

  @ParameterizedTest
  @MethodSource("planned")
  void survivesJson(Path folder) throws CodecException, JsonException {
    Plan plan = new RunbookCase(folder).outcome().plan().orElseThrow();
    RecordCodec<Plan> codec = RecordCodec.of(Plan.class);
    String written = Json.write(codec.encode(plan));
    Plan read = codec.decode(Json.read(written));
    assertEquals(written, Json.write(codec.encode(read)));
    if (!written.contains("secret")) {
      assertEquals(plan, read);
    }
  }
}
