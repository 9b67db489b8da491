package dev.bounce.repl;

import static java.util.stream.Collectors.toCollection;

import dev.bounce.diag.DiagnosticText;
import dev.bounce.golden.Golden;
import dev.bounce.syntax.Parser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sessions as they look: what is typed, line by line, and what is shown. Services are simulated,
 * and so is Ctrl-C, which a line {@code #! Ctrl-C after 2s, 1s} presses in the entry behind it.
 */
final class TranscriptTest {
  private static final String CONTROL_C = "#! Ctrl-C after ";

  private final SimulatedSession simulation = new SimulatedSession();
  private final StringBuilder transcript = new StringBuilder();

  static Stream<Path> cases() {
    return Golden.cases("repl").stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void looksAsExpected(Path folder) {
    Deque<String> lines =
        Golden.read(folder.resolve("input.txt")).lines().collect(toCollection(ArrayDeque::new));
    while (!lines.isEmpty()) {
      List<Duration> pauses = pauses(lines);
      StringBuilder entry = new StringBuilder(lines.remove());
      transcript.append("bounce> ").append(entry).append('\n');
      while (!lines.isEmpty()
          && Parser.isIncomplete(SessionCommands.statements(entry.toString()))) {
        String line = lines.remove();
        transcript.append("   ...> ").append(line).append('\n');
        entry.append('\n').append(line);
      }
      show(simulation.enter(entry.toString(), pauses));
    }
    Golden.verify(folder.resolve("expected.txt"), transcript.toString());
  }

  private static List<Duration> pauses(Deque<String> lines) {
    if (!lines.element().startsWith(CONTROL_C)) {
      return List.of();
    }
    String[] pauses = lines.remove().substring(CONTROL_C.length()).split(", ", -1);
    return Arrays.stream(pauses)
        .map(pause -> Duration.parse("PT" + pause.replace('s', 'S')))
        .toList();
  }

  private void show(Entry entry) {
    transcript.append(simulation.shown()).append(entry.output());
    transcript.append(DiagnosticText.render(entry.errors(), DiagnosticText.Style.PLAIN));
  }
}
