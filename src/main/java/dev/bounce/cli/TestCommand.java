package dev.bounce.cli;

import dev.bounce.check.Checked;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Neutral;
import dev.bounce.inventory.Inventory;
import dev.bounce.rehearse.Rehearsal;
import dev.bounce.rehearse.Verdict;
import dev.bounce.repl.Workspace;
import dev.bounce.report.DiagnosticJson;
import dev.bounce.run.ExitCode;
import dev.bounce.syntax.Statement.TestCase;
import dev.bounce.value.Json;
import dev.bounce.verb.Verbs;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bounce test}: runs the tests of runbooks against simulated services, in virtual time. */
@Command(
    name = "test",
    description = {
      "Run the `test` blocks of runbooks against simulated services, in virtual time.",
      "Touches nothing. Exits 0 when all pass, 1 when one fails, 2 when a runbook is wrong."
    },
    sortOptions = false)
final class TestCommand implements Callable<Integer> {
  private static final int SEEDS = 1_000_000;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Runbooks, `-` for the standard input.")
  private List<Path> files = new ArrayList<>();

  @Mixin private InputOptions input = new InputOptions();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = {
        "Choose what happens first of what happens at the same time.",
        "Random if it is not given, and shown when a test fails."
      })
  private @Nullable Long seed;

  @Option(
      names = "--filter",
      paramLabel = "TEXT",
      description = "Run only the tests that have this in their name.")
  private String filter = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text (the default) or json: one line for each test.")
  private OutputFormat format = OutputFormat.text;

  private final Console console;
  private int passed;
  private int failed;

  TestCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Refusal {
    long used = seed != null ? seed : new SecureRandom().nextInt(SEEDS);
    List<Suite> suites = new ArrayList<>();
    for (Path file : files) {
      suites.add(load(file));
    }
    requireSome(suites);
    for (Suite suite : suites) {
      run(suite, used);
    }
    if (format == OutputFormat.text) {
      if (failed > 0) {
        console.err().println("\nseed " + used + ": `--seed " + used + "` repeats this");
        console.err().flush();
      }
      console.out().println(passed + " passed, " + failed + " failed");
    }
    return (failed == 0 ? ExitCode.DONE : ExitCode.FAILED).number();
  }

  /** A runbook, and those of its tests that are to be run. */
  private record Suite(
      Path file, Optional<Inventory> inventory, Checked checked, List<TestCase> tests) {}

  private Suite load(Path file) throws Refusal {
    Optional<Inventory> inventory = input.inventory(file);
    Checked checked =
        Product.workspace()
            .check(
                RunbookFile.parse(file),
                Optional.of(file),
                RunbookFile.directory(file),
                inventory);
    if (!checked.isSound()) {
      throw new Refusal(checked.diagnostics(), ExitCode.USAGE);
    }
    console.show(checked.diagnostics());
    List<TestCase> wanted =
        Rehearsal.tests(checked).stream()
            .filter(test -> Rehearsal.name(test).contains(filter))
            .toList();
    return new Suite(file, inventory, checked, wanted);
  }

  private void requireSome(List<Suite> suites) throws Refusal {
    if (suites.stream().allMatch(suite -> suite.tests().isEmpty())) {
      String where = files.size() == 1 ? files.getFirst() + " holds" : "these files hold";
      String which = filter.isEmpty() ? " no tests" : " no test with `" + filter + "` in its name";
      throw Refusal.usage(
          Diagnostic.error(Code.U001, where + which)
              .hint("a test is written `test \"what it shows\" { run; expect succeeded }`"));
    }
  }

  private void run(Suite suite, long used) {
    Workspace workspace = Product.workspace();
    Path directory = RunbookFile.directory(suite.file());
    Rehearsal rehearsal =
        new Rehearsal(
            Verbs.ALL,
            Product.backends(Path.of("")).values(),
            (path, named, problems) ->
                workspace.checkBeside(path, named, directory, suite.inventory(), problems));
    if (files.size() > 1 && format == OutputFormat.text) {
      String none = suite.tests().isEmpty() ? ": no tests" : "";
      console.out().println(Neutral.line(suite.file() + none));
    }
    for (TestCase test : suite.tests()) {
      Verdict verdict = rehearsal.perform(suite.checked(), test, input.parameters(), used);
      if (verdict.isPassed()) {
        passed++;
      } else {
        failed++;
      }
      show(suite, verdict, used);
    }
  }

  private void show(Suite suite, Verdict verdict, long used) {
    switch (format) {
      case text -> {
        String name = Neutral.line(Rehearsal.name(verdict.test()));
        String time =
            String.format(Locale.ROOT, "  (%.1fs)", verdict.took().toMillis() / 1000.0);
        console.out().println(mark(verdict) + " " + name + time);
        console.out().flush();
        console.show(verdict.problems());
      }
      case json -> console.out().println(Json.write(fields(suite, verdict, used)));
    }
  }

  private String mark(Verdict verdict) {
    String mark = verdict.isPassed() ? "✓" : "✗";
    return console.colour()
        ? "\u001b[" + (verdict.isPassed() ? "32" : "31") + "m" + mark + "\u001b[0m"
        : mark;
  }

  private static Map<String, Object> fields(Suite suite, Verdict verdict, long used) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("test", Rehearsal.name(verdict.test()));
    fields.put("file", suite.file().toString());
    fields.put("line", (long) verdict.test().span().line());
    fields.put("passed", verdict.isPassed());
    fields.put("virtualMilliseconds", verdict.took().toMillis());
    fields.put("seed", used);
    fields.put("problems", verdict.problems().stream().map(DiagnosticJson::fields).toList());
    return fields;
  }
}
