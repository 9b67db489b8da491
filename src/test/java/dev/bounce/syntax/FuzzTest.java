package dev.bounce.syntax;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.diag.DiagnosticText;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Whatever the bytes: an answer, in time. */
class FuzzTest {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final List<String> WORDS =
      List.of(
          "if ",
          "else ",
          "then ",
          "define f",
          "(",
          ")",
          "[",
          "]",
          "{",
          "}",
          "\"",
          "\"\"\"",
          "${",
          "'",
          "'''",
          "#",
          "##",
          "\n",
          "\r\n",
          ";",
          ",",
          ".",
          ":",
          "=",
          "==",
          "-",
          "not ",
          "is ",
          "for x in ",
          "on failure ",
          "try ",
          "finally ",
          "service a ",
          "a",
          "b ",
          "1",
          "5s",
          "2%",
          "\\",
          "\\n",
          "\t",
          " ",
          "&&",
          "\uD83D\uDE00",
          "\uD800",
          "\0",
          "param p: int ",
          "let x = ");

  @Test
  void randomBytes() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(400)];
      random.nextBytes(bytes);
      for (int at = 0; i % 2 == 0 && at < bytes.length; at++) {
        bytes[at] = (byte) (bytes[at] & 0x7f); // valid UTF-8, so that the parser sees it
      }
      verify(() -> show(Parser.parseBytes("fuzz", bytes)), "bytes", seed, i);
    }
  }

  @Test
  void randomWords() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 3_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int words = random.nextInt(60); words > 0; words--) {
        text.append(WORDS.get(random.nextInt(WORDS.size())));
      }
      verify(() -> everything(text.toString()), "words", seed, i);
    }
  }

  private static void everything(String text) {
    Parsed parsed = Texts.parse(text);
    show(parsed);
    Parser.isIncomplete(text);
    List<SyntaxToken> tokens = Parser.tokens(text);
    int end = 0;
    for (SyntaxToken token : tokens) {
      assertTrue(token.start() >= end && token.end() > token.start(), tokens.toString());
      end = token.end();
    }
    assertTrue(end <= text.length());
    if (parsed.isComplete()) {
      FormatProperties.verify(text);
    }
  }

  private static void show(Parsed parsed) {
    String errors = DiagnosticText.render(parsed.diagnostics(), DiagnosticText.Style.PLAIN);
    for (int i = 0; i < errors.length(); i++) {
      assertTrue(errors.charAt(i) >= ' ' || errors.charAt(i) == '\n', errors);
    }
    SyntaxPrinter.print(parsed.module());
  }

  private static void verify(Runnable work, String kind, long seed, int round) {
    long start = System.nanoTime();
    try {
      work.run();
    } catch (RuntimeException | Error failure) {
      throw new AssertionError("%s, seed %d, round %d".formatted(kind, seed, round), failure);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    Assertions.assertTrue(
        took.compareTo(PATIENCE) < 0, () -> "%s, seed %d: %s".formatted(kind, seed, took));
  }
}
