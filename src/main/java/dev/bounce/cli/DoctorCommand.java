package dev.bounce.cli;

import dev.bounce.backend.Backend;
import dev.bounce.backend.Finding;
import dev.bounce.backend.Finding.Answer;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Neutral;
import dev.bounce.diag.Suggest;
import dev.bounce.host.Host;
import dev.bounce.host.LocalHost;
import dev.bounce.report.Columns;
import dev.bounce.run.ExitCode;
import dev.bounce.value.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Model.CommandSpec;

/** {@code bounce doctor}: which service managers there are, and whether bounce may use them. */
final class DoctorCommand implements Subcommand {
  /** How long one service manager may take to answer all questions. */
  private static final Duration BOUND = Duration.ofSeconds(5);

  private final Console console;

  DoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public CommandSpec specification() {
    CommandSpec specification =
        Arguments.specification(
            "Say of each backend whether it is there, answers, and may be used; touches nothing.",
            "Exits 0, or 5 when one that was named does not answer or may not be used.");
    specification.addPositional(
        Arguments.words("BACKEND", false, "The backends to look at; all of them without any."));
    specification.addOption(Arguments.format("one finding a line"));
    StateOptions.addTo(specification);
    return specification;
  }

  @Override
  public ExitCode run(Arguments arguments) throws Refusal {
    List<String> named = arguments.words();
    Map<String, Backend> wanted =
        wanted(named, Product.backends(StateOptions.of(arguments).path()));
    Map<String, List<Finding>> findings = findings(wanted, new LocalHost());
    switch (arguments.format()) {
      case text -> showText(findings);
      case json -> showJson(findings);
    }
    boolean ill =
        findings.values().stream()
            .flatMap(List::stream)
            .anyMatch(finding -> finding.answer() == Answer.NO);
    return ill && !named.isEmpty() ? ExitCode.PRECONDITION : ExitCode.DONE;
  }

  private static Map<String, Backend> wanted(List<String> named, Map<String, Backend> all)
      throws Refusal {
    if (named.isEmpty()) {
      return all;
    }
    Map<String, Backend> wanted = new LinkedHashMap<>();
    for (String name : named) {
      Backend backend = all.get(name);
      if (backend == null) {
        throw Refusal.usage(
            Diagnostic.error(Code.U001, "there is no backend `" + name + "`")
                .hint("the backends are " + String.join(", ", all.keySet()))
                .suggest(Suggest.nearest(name, all.keySet())));
      }
      wanted.put(name, backend);
    }
    return wanted;
  }

  /** Asks all at the same time, so that those that are silent cost their time-out only once. */
  private static Map<String, List<Finding>> findings(Map<String, Backend> backends, Host host) {
    Map<String, List<Finding>> findings = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<String, Future<List<Finding>>> asked = new LinkedHashMap<>();
      backends.forEach((name, backend) -> {
        Callable<List<Finding>> question = () -> backend.diagnose(host, BOUND);
        asked.put(name, threads.submit(question));
      });
      asked.forEach((name, future) -> findings.put(name, answer(future)));
    }
    return findings;
  }

  private static List<Finding> answer(Future<List<Finding>> future) {
    try {
      return future.get();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return List.of();
    } catch (ExecutionException broken) {
      throw new IllegalStateException("a backend that cannot say how it is", broken.getCause());
    }
  }

  private void showText(Map<String, List<Finding>> findings) {
    List<List<String>> rows = new ArrayList<>();
    List<String> advice = new ArrayList<>();
    findings.forEach((name, all) -> {
      for (Finding finding : all) {
        rows.add(List.of(name, question(finding), answer(finding), finding.detail()));
        advice.add(finding.advice());
      }
    });
    List<String> lines = Columns.of(rows);
    for (int i = 0; i < lines.size(); i++) {
      console.out().println(Neutral.line(lines.get(i)));
      if (!advice.get(i).isBlank()) {
        console.out().println("    → " + Neutral.line(advice.get(i)));
      }
    }
  }

  private void showJson(Map<String, List<Finding>> findings) {
    findings.forEach((name, all) ->
        all.forEach(finding -> {
          Map<String, Object> fields = new LinkedHashMap<>();
          fields.put("backend", name);
          fields.put("question", question(finding));
          fields.put("answer", answer(finding));
          fields.put("detail", finding.detail());
          fields.put("advice", finding.advice());
          console.out().println(Json.write(fields));
        }));
  }

  private static String question(Finding finding) {
    return finding.question().name().toLowerCase(Locale.ROOT);
  }

  private static String answer(Finding finding) {
    return finding.answer().name().toLowerCase(Locale.ROOT);
  }
}
