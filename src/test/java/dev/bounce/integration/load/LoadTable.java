package dev.bounce.integration.load;

import dev.bounce.integration.load.Trial.Figures;
import dev.bounce.integration.load.Trial.Restart;
import dev.bounce.testbed.Load.Failure;
import dev.bounce.testbed.Load.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints what each scenario loses when bounce restarts it and when people do it without, as rows of
 * a table; for {@code bench/run load}. Arguments are words of titles: only those are done.
 */
public final class LoadTable {
  private LoadTable() {}

  /** Exits 1 when a restart by bounce has failed or lost a request. */
  public static void main(String[] arguments) throws IOException {
    boolean lost = false;
    System.out.println("| | by | requests | failed | asked again | slowest | seconds |");
    System.out.println("|---|---|--:|---|--:|--:|--:|");
    for (RollingScenario scenario : Scenarios.all()) {
      if (Stream.of(arguments).allMatch(scenario.title()::contains)) {
        lost |= compare(scenario);
      }
    }
    System.exit(lost ? 1 : 0);
  }

  private static boolean compare(RollingScenario scenario) throws IOException {
    Path folder = Files.createTempDirectory("load");
    try (scenario) {
      scenario.start(folder);
      Trial trial = new Trial(scenario, folder);
      Figures bounce = trial.withBounce();
      row(scenario.title(), "bounce", bounce);
      bounce.failures().forEach(System.err::println);
      row("", "`" + scenario.naiveTitle() + "`", trial.naively());
      for (Restart restart : bounce.restarts()) {
        if (restart.exitCode() != 0) {
          System.err.println(restart.said());
        }
      }
      return !bounce.failures().isEmpty()
          || bounce.restarts().stream().anyMatch(restart -> restart.exitCode() != 0);
    } finally {
      delete(folder);
    }
  }

  private static void row(String title, String by, Figures figures) {
    Duration took =
        figures.restarts().stream().map(Restart::took).reduce(Duration.ZERO, Duration::plus);
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %d | %s | %d | %d ms | %.1f |%n",
        title,
        by,
        figures.requests(),
        failed(figures.failures()),
        figures.reopened(),
        figures.slowest().toMillis(),
        took.toMillis() / 1e3 / Trial.RESTARTS);
  }

  private static String failed(List<Failure> failures) {
    Map<Kind, Long> kinds =
        failures.stream()
            .collect(
                Collectors.groupingBy(
                    Failure::kind, () -> new EnumMap<>(Kind.class), Collectors.counting()));
    String byKind =
        kinds.entrySet().stream()
            .map(kind -> kind.getValue() + " " + kind.getKey().words())
            .collect(Collectors.joining(", "));
    return failures.isEmpty() ? "0" : failures.size() + " (" + byKind + ")";
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
