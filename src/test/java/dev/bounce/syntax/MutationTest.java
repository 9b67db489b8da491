package dev.bounce.syntax;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One slip of the finger gives one error: runbooks that parse, each with one edit. */
class MutationTest {
  private static final long SEED = 20_260_101L;
  private static final int MUTATIONS = Integer.getInteger("mutations", 5_000);
  private static final String INSERTED = "(){}[]\"'$#;:,.=+-*/\\!&|<>?@% \n\tax1ées";

  @Test
  void mostBrokenRunbooksHaveOneError() {
    Random random = new Random(SEED);
    List<String> examples = Texts.examples();
    int broken = 0;
    int one = 0;
    int atMostTwo = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      String text = mutate(examples.get(random.nextInt(examples.size())), random);
      int errors = errors(text, i);
      broken += errors > 0 ? 1 : 0;
      one += errors == 1 ? 1 : 0;
      atMostTwo += errors == 1 || errors == 2 ? 1 : 0;
    }
    System.out.printf(
        "seed %d: %d mutations, %d broken, %.1f %% with one error, %.1f %% with at most two%n",
        SEED, MUTATIONS, broken, 100.0 * one / broken, 100.0 * atMostTwo / broken);
    assertTrue(one >= 0.90 * broken, one + " of " + broken);
    assertTrue(atMostTwo >= 0.96 * broken, atMostTwo + " of " + broken);
  }

  private static int errors(String text, int mutation) {
    try {
      return Texts.parse(text).diagnostics().size();
    } catch (RuntimeException | StackOverflowError failure) {
      throw new AssertionError(
          "mutation %d of seed %d:%n%s".formatted(mutation, SEED, text), failure);
    }
  }

  /** Drops, adds, changes or swaps characters, or drops or doubles a whole token. */
  static String mutate(String text, Random random) {
    int at = random.nextInt(text.length() - 1);
    char inserted = INSERTED.charAt(random.nextInt(INSERTED.length()));
    return switch (random.nextInt(6)) {
      case 0 -> text.substring(0, at) + text.substring(at + 1);
      case 1 -> text.substring(0, at) + inserted + text.substring(at);
      case 2 -> text.substring(0, at) + inserted + text.substring(at + 1);
      case 3 ->
          text.substring(0, at) + text.charAt(at + 1) + text.charAt(at) + text.substring(at + 2);
      case 4 -> withToken(text, random, "");
      default -> withToken(text, random, "twice");
    };
  }

  private static String withToken(String text, Random random, String how) {
    List<SyntaxToken> tokens = Parser.tokens(text);
    SyntaxToken token = tokens.get(random.nextInt(tokens.size()));
    String word = text.substring(token.start(), token.end());
    String replacement = how.isEmpty() ? "" : word + " " + word;
    return text.substring(0, token.start()) + replacement + text.substring(token.end());
  }
}
