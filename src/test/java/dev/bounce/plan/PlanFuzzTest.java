package dev.bounce.plan;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.diag.DiagnosticText;
import dev.bounce.golden.Golden;
import dev.bounce.golden.RunbookCase;
import dev.bounce.golden.RunbookCase.Outcome;
import dev.bounce.report.Margin;
import dev.bounce.report.PlanText;
import dev.bounce.syntax.Parser;
import dev.bounce.syntax.SyntaxToken;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Runbooks, token by token changed, from their text to their plan: an answer, in time. {@code
 * -Dfuzz.seed} repeats a run, {@code -Dfuzz.rounds} makes it longer.
 */
class PlanFuzzTest {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Map<String, String> PARAMETERS =
      Map.of("tag", "v1.2.3", "stage", "staging", "target", "web", "names", "a,b");
  private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 2_000);
  private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());

  @Test
  void everyMutationGetsAnAnswer() {
    System.out.printf("seed %d: %d mutations of runbooks%n", SEED, ROUNDS);
    Random random = new Random(SEED);
    List<String> runbooks = runbooks();
    List<String> sound =
        runbooks.stream()
            .filter(text -> RunbookCase.of(text, parameters(text)).plan().isPresent())
            .toList();
    List<String> words = words(runbooks);
    int planned = 0;
    for (int round = 0; round < ROUNDS; round++) {
      List<String> source = random.nextInt(4) == 0 ? runbooks : sound;
      String text = source.get(random.nextInt(source.size()));
      for (int edits = 1 + random.nextInt(2); edits > 0; edits--) {
        text = mutate(text, words, random);
      }
      planned += plan(text, round) ? 1 : 0;
    }
    System.out.printf("%d of them have a plan%n", planned);
    assertTrue(planned > ROUNDS / 50, "almost nothing gets as far as the planner");
  }

  private static boolean plan(String text, int round) {
    long start = System.nanoTime();
    try {
      Outcome outcome = RunbookCase.of(text, parameters(text));
      DiagnosticText.render(outcome.diagnostics(), DiagnosticText.Style.PLAIN);
      assertTrue(outcome.plan().isPresent() || !outcome.diagnostics().isEmpty(), "no reason");
      outcome
          .plan()
          .ifPresent(plan ->
              PlanText.render(
                  plan,
                  Previewer.offline(plan, RunbookCase.backends()),
                  PlanDigest.of(plan),
                  Margin.NONE));
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertTrue(took.compareTo(PATIENCE) < 0, () -> "it took " + took);
      return outcome.plan().isPresent();
    } catch (RuntimeException | Error failure) {
      throw new AssertionError("seed %d, round %d:%n%s".formatted(SEED, round, text), failure);
    }
  }

  private static Map<String, String> parameters(String text) {
    Map<String, String> parameters = new LinkedHashMap<>();
    PARAMETERS.forEach((name, value) -> {
      if (text.contains("param " + name + ":")) {
        parameters.put(name, value);
      }
    });
    return parameters;
  }

  private static List<String> runbooks() {
    return Stream.of("parse", "check", "plan")
        .flatMap(family -> Golden.cases(family).stream())
        .map((Path folder) -> Golden.read(folder.resolve("input.runbook")))
        .filter(text -> text.length() < 8_000)
        .toList();
  }

  private static List<String> words(List<String> runbooks) {
    List<String> words = new ArrayList<>();
    for (String text : runbooks) {
      Parser.tokens(text).forEach(token -> words.add(text.substring(token.start(), token.end())));
    }
    return words;
  }

  /** Changes whole tokens and lines, so that much of it can still be planned. */
  private static String mutate(String text, List<String> words, Random random) {
    List<SyntaxToken> tokens = Parser.tokens(text);
    if (tokens.size() < 2) {
      return text + " " + words.get(random.nextInt(words.size()));
    }
    int at = random.nextInt(tokens.size() - 1);
    SyntaxToken token = tokens.get(at);
    SyntaxToken next = tokens.get(at + 1);
    String word = text.substring(token.start(), token.end());
    String following = text.substring(next.start(), next.end());
    String other = words.get(random.nextInt(words.size()));
    return switch (random.nextInt(8)) {
      case 0 -> replaced(text, token.start(), token.end(), "");
      case 1 -> replaced(text, token.start(), token.end(), word + " " + word);
      case 2 -> replaced(text, token.start(), token.end(), other);
      case 3 -> replaced(text, token.start(), token.end(), word + " " + other);
      case 4 -> changedLine(text, random, "");
      case 5 -> changedLine(text, random, "twice");
      case 6 -> changedLine(text, random, words.get(random.nextInt(words.size())));
      default ->
          replaced(
              text,
              token.start(),
              next.end(),
              following + text.substring(token.end(), next.start()) + word);
    };
  }

  private static String changedLine(String text, Random random, String how) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    int at = random.nextInt(lines.size());
    switch (how) {
      case "" -> lines.remove(at);
      case "twice" -> lines.add(at, lines.get(random.nextInt(lines.size())));
      default -> lines.set(at, lines.get(at) + " " + how);
    }
    return String.join("\n", lines) + "\n";
  }

  private static String replaced(String text, int start, int end, String replacement) {
    return text.substring(0, start) + replacement + text.substring(end);
  }
}
