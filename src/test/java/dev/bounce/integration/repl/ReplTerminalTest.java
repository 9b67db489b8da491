package dev.bounce.integration.repl;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code bounce repl} in a JVM of its own, at a real terminal. */
@Tag("integration")
final class ReplTerminalTest {
  private static final String SERVICE =
      "service web { via process; command [\"sleep\", \"1000\"] }";

  @TempDir private Path folder = Path.of("");

  private Tmux repl(int columns) throws IOException, InterruptedException {
    String java = ProcessHandle.current().info().command().orElse("java");
    return Tmux.start(
        folder,
        columns,
        List.of(
            java,
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path", ""),
            "dev.bounce.cli.Main",
            "repl"));
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 80})
  void aServiceIsStartedWaitedForAndStopped(int columns) throws Exception {
    try (Tmux tmux = repl(columns)) {
      tmux.endsWith("bounce>").enter(SERVICE).endsWith("bounce>");
      try {
        tmux.enter("start web").sees("bounce> start web", "run 2").sees("\n1  start web");
        tmux.sees("\ndone in").endsWith("bounce>").enter("wait healthy");
        tmux.sees("\nbounce> wait healthy", "run 2").sees("\n1  wait healthy");
        tmux.endsWith("bounce>");
      } finally {
        tmux.enter("stop web").sees("\n1  stop web").sees("stopped");
      }
      tmux.endsWith("bounce>").press("C-d").sees("\nleft with 0");
      assertFalse(tmux.screen().contains("WARNING"), tmux.screen());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 80})
  void anErrorIsShownInPlaceAndCorrected(int columns) throws Exception {
    try (Tmux tmux = repl(columns)) {
      tmux.endsWith("bounce>").enter("lg \"hello\"");
      tmux.sees(
          "\nbounce> lg \"hello\"",
          "error[C001]: unknown verb `lg`",
          " --> repl:1:1:1",
          "  |",
          "1 | lg \"hello\"",
          "  | ^^ did you mean `log`?",
          "bounce>");
      tmux.press("Up", "Home", "Right").enter("o").sees("\nbounce> log \"hello\"");
      tmux.sees("\n1  log \"hello\"", "  hello");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 80})
  void aBlockOfSeveralLines(int columns) throws Exception {
    try (Tmux tmux = repl(columns)) {
      tmux.endsWith("bounce>").enter("if true {").sees("\nbounce> if true {", "   ...>");
      tmux.enter("log \"inside\"").sees("\n   ...> log \"inside\"", "   ...>").enter("}");
      tmux.sees("\n   ...> }", "run 2").sees("\n  inside");
    }
  }

  @Test
  void controlCEndsARunAndClearsALine() throws Exception {
    try (Tmux tmux = repl(80)) {
      tmux.endsWith("bounce>").enter("sleep 1h").sees("\n1  sleep 1h").press("C-c");
      tmux.sees("interrupted: ending at the next safe point").sees("\nerror[R011]: interrupted");
      tmux.endsWith("bounce>").enter("log \"between\"").sees("\n  between");
      tmux.endsWith("bounce>").press("l", "o", "g").endsWith("bounce> log").press("C-c");
      tmux.endsWith("bounce>").enter("log \"after\"").sees("\n  after");
      tmux.endsWith("bounce>").press("C-d").sees("\nleft with 0");
    }
  }

  @Test
  void theNextSessionRemembersEntriesButNoSecrets() throws Exception {
    try (Tmux tmux = repl(80)) {
      tmux.endsWith("bounce>").enter("log \"remember me\"").sees("\n  remember me");
      tmux.endsWith("bounce>").enter("let word = secret(\"sesame\")");
      tmux.endsWith("bounce>").enter(":quit").sees("\nleft with 0");
    }
    try (Tmux tmux = repl(80)) {
      tmux.endsWith("bounce>").press("Up", "Up").sees("\nbounce> log \"remember me\"");
    }
    String history = Files.readString(folder.resolve("state/history"));
    assertTrue(history.contains("remember me"), history);
    assertFalse(history.contains("sesame"), history);
  }
}
