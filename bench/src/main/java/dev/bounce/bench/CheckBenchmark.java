package dev.bounce.bench;

import dev.bounce.backend.Backend;
import dev.bounce.backend.process.ProcessBackend;
import dev.bounce.backend.supervisor.SupervisorBackend;
import dev.bounce.check.Checked;
import dev.bounce.check.Checker;
import dev.bounce.check.Earlier;
import dev.bounce.diag.Source;
import dev.bounce.library.BundledModules;
import dev.bounce.library.Library;
import dev.bounce.plan.Planner;
import dev.bounce.plan.Verb;
import dev.bounce.syntax.Parsed;
import dev.bounce.syntax.Parser;
import dev.bounce.verb.Verbs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How long it takes to parse and check {@value #LINES} lines: one runbook with thousands of
 * services, values, functions, procedures and statements, all of them right.
 *
 * <p>Run it with {@code -Xmx512m}: that this suffices is half of the measurement. It fails where
 * the median of parsing and checking is above {@value #LIMIT_MILLISECONDS} ms.
 */
public final class CheckBenchmark {
  private static final int LINES = 100_000;
  private static final int LIMIT_MILLISECONDS = 2_000;
  private static final int WARM_UP = 5;
  private static final int RUNS = 11;

  /** {@code @} is the number of the copy. */
  private static final String PART =
      """
      ## The service of part @, its checks and its restarts.
      service web-@ {
        via supervisor
        group "shop-@"
        health http "http://127.0.0.1:8000/part/@" expect 200 within 2s
        after cache
      }
      let wanted-@ = if only is all then @ * 2 + len(names) else -1
      define label-@(name: string, factor: int = 2): string = "${name}-${wanted-@ * factor}"
      define roll-@(target: service, by step: count = 25%, quietly: flag) {
        log "rolling ${target.name} as ${label-@("x", factor: 3)}" unless quietly
        phase target by step keeping 50% within 5m
      }
      if only is all and wanted-@ > 0 or "part-@" matches '^part-[0-9]+$' {
        restart web-@ within patience
        wait healthy web-@ for 5s within 30s
        roll-@ web-@ by 50% quietly
      } else {
        for name in names { run ["echo", name, "${wanted-@}"] in "/tmp" within 10s into out }
      }
      """;

  private static final String HEAD =
      """
      runbook "benchmark"
      param only: enum(all, web) = all
      param patience: duration = 45s
      param names: list(string) = ["a", "b"]
      service cache { via supervisor }
      """;

  private CheckBenchmark() {}

  /** Measures and prints. */
  public static void main(String[] arguments) {
    Source source = new Source("benchmark", text());
    System.out.printf(
        "%,d lines, %,d characters, heap at most %,d MiB%n",
        source.text().lines().count(),
        source.text().length(),
        Runtime.getRuntime().maxMemory() >> 20);
    List<Backend> backends = List.of(new SupervisorBackend(), new ProcessBackend());
    Checker checker =
        new Checker(Verbs.ALL.stream().map(Verb::signature).toList(), backends, "1.0.0");
    Library library = new Library(new BundledModules());
    Parsed parsed = Parser.parse(source);
    Checked checked = check(parsed, library, checker);
    measure("parse", () -> Parser.parse(source));
    measure("check", () -> check(parsed, library, checker));
    long both = measure("parse and check", () -> check(Parser.parse(source), library, checker));
    measure("plan", () -> new Planner(Verbs.ALL, backends).plan(checked, Map.of()).plan());
    System.out.printf("limit for parse and check: %d ms%n", LIMIT_MILLISECONDS);
    if (both > LIMIT_MILLISECONDS) {
      throw new IllegalStateException("slower than the limit");
    }
  }

  private static String text() {
    StringBuilder text = new StringBuilder(HEAD);
    long lines = 0;
    for (int i = 0; lines < LINES; i++) {
      text.append(PART.replace("@", Integer.toString(i)));
      lines += PART.lines().count();
    }
    return text.toString();
  }

  private static Checked check(Parsed parsed, Library library, Checker checker) {
    Checked checked =
        checker.check(
            library.load(parsed, Optional.empty(), Path.of("").toAbsolutePath()),
            Optional.empty(),
            Earlier.NONE);
    if (!checked.isSound()) {
      throw new IllegalStateException("the runbook has errors: " + checked.diagnostics());
    }
    return checked;
  }

  private static long measure(String what, Supplier<?> work) {
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
    return times[RUNS / 2];
  }

  private static long time(Supplier<?> work) {
    long start = System.nanoTime();
    work.get();
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }
}
