package dev.bounce.bench;

import dev.bounce.diag.Source;
import dev.bounce.syntax.Parsed;
import dev.bounce.syntax.Parser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How long the parser takes for {@value #LINES} lines: the runbooks of a folder, repeated.
 *
 * <p>Run it with {@code -Xmx512m}: that this suffices is half of the measurement.
 */
public final class ParseBenchmark {
  private static final int LINES = 100_000;
  private static final int WARM_UP = 5;
  private static final int RUNS = 15;

  private ParseBenchmark() {}

  /**
   * Measures and prints.
   *
   * @param arguments a folder with runbooks; without one, the golden cases of the parser
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments.length > 0 ? arguments[0] : "src/test/golden/parse");
    String text = repeated(runbooks(folder));
    Source source = new Source("benchmark", text);
    System.out.printf(
        "%,d lines, %,d characters, heap at most %,d MiB%n",
        text.lines().count(), text.length(), Runtime.getRuntime().maxMemory() >> 20);
    measure("parse", () -> Parser.parse(source));
  }

  private static void measure(String what, Supplier<Parsed> work) {
    long first = time(work);
    for (int i = 1; i < WARM_UP; i++) {
      time(work);
    }
    long[] times = new long[RUNS];
    for (int i = 0; i < RUNS; i++) {
      times[i] = time(work);
    }
    Arrays.sort(times);
    System.out.printf(
        "%s: first %d ms, then median %d ms, from %d to %d ms%n",
        what, first, times[RUNS / 2], times[0], times[RUNS - 1]);
  }

  private static long time(Supplier<Parsed> work) {
    long start = System.nanoTime();
    Parsed parsed = work.get();
    long took = Duration.ofNanos(System.nanoTime() - start).toMillis();
    if (!parsed.isComplete()) {
      throw new IllegalStateException("the runbooks have errors: " + parsed.diagnostics());
    }
    return took;
  }

  private static List<String> runbooks(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder)) {
      files = found.filter(file -> file.toString().endsWith(".runbook")).sorted().toList();
    }
    List<String> texts = new ArrayList<>();
    for (Path file : files) {
      texts.add(Files.readString(file));
    }
    return texts;
  }

  private static String repeated(List<String> texts) {
    StringBuilder all = new StringBuilder();
    long lines = 0;
    while (lines < LINES) {
      for (String text : texts) {
        all.append(text);
        lines += text.lines().count();
      }
    }
    return all.toString();
  }
}
