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
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code bounce test}: runs the tests of runbooks against simulated services, in virtual time. */
final class TestCommand implements Subcommand {
  private static final int SEEDS = 1_000_000;

  private final Console console;

  TestCommand(Console console) {
    this.console = console;
  }

  @Override
  public CommandSpec specification() {
    CommandSpec specification =
        Arguments.specification(
            "Run the `test` blocks of runbooks against simulated services, in virtual time.",
            "Touches nothing. Exits 0 when all pass, 1 when one fails, 2 when a runbook is wrong.");
    specification.addPositional(
        Arguments.words("FILE", true, "Runbooks, `-` for the standard input."));
    InputOptions.addTo(specification);
    specification.addOption(
        Arguments.number(
            "N",
            "Choose what happens first of what happens at the same time; random if it is not"
                + " given, and shown when a test fails.",
            "--seed"));
    specification.addOption(
        Arguments.text("TEXT", "Run only the tests that have this in their name.", "--filter"));
    specification.addOption(Arguments.format("one line for each test"));
    return specification;
  }

  @Override
  public ExitCode run(Arguments arguments) throws Refusal {
    Asked asked =
        new Asked(
            new InputOptions(arguments),
            arguments.number("--seed").orElseGet(() -> (long) new SecureRandom().nextInt(SEEDS)),
            arguments.text("--filter").orElse(""),
            arguments.format());
    List<Suite> suites = new ArrayList<>();
    for (String file : arguments.words()) {
      suites.add(load(Path.of(file), asked));
    }
    requireSome(suites, asked.filter());
    int passed = 0;
    int failed = 0;
    for (Suite suite : suites) {
      for (Verdict verdict : perform(suite, asked, suites.size() > 1)) {
        passed += verdict.isPassed() ? 1 : 0;
        failed += verdict.isPassed() ? 0 : 1;
      }
    }
    if (asked.format() == OutputFormat.text) {
      if (failed > 0) {
        console.err().printf("%nseed %d: `--seed %d` repeats this%n", asked.seed(), asked.seed());
        console.err().flush();
      }
      console.out().println(passed + " passed, " + failed + " failed");
    }
    return failed == 0 ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** What the command line asks for. */
  private record Asked(InputOptions input, long seed, String filter, OutputFormat format) {}

  /** A runbook, and those of its tests that are to be run. */
  private record Suite(
      Path file, Optional<Inventory> inventory, Checked checked, List<TestCase> tests) {}

  private Suite load(Path file, Asked asked) throws Refusal {
    Optional<Inventory> inventory = asked.input().inventory(file);
    Checked checked =
        Product.workspace()
            .check(
                RunbookFile.parse(file), Optional.of(file), RunbookFile.directory(file), inventory);
    if (!checked.isSound()) {
      throw new Refusal(checked.diagnostics(), ExitCode.USAGE);
    }
    console.show(checked.diagnostics());
    List<TestCase> wanted =
        Rehearsal.tests(checked).stream()
            .filter(test -> Rehearsal.name(test).contains(asked.filter()))
            .toList();
    return new Suite(file, inventory, checked, wanted);
  }

  private static void requireSome(List<Suite> suites, String filter) throws Refusal {
    if (suites.stream().allMatch(suite -> suite.tests().isEmpty())) {
      String where = suites.size() == 1 ? suites.getFirst().file() + " holds" : "these files hold";
      String which = filter.isEmpty() ? " no tests" : " no test with `" + filter + "` in its name";
      throw Refusal.usage(
          Diagnostic.error(Code.U001, where + which)
              .hint("a test is written `test \"what it shows\" { run; expect succeeded }`"));
    }
  }

  private List<Verdict> perform(Suite suite, Asked asked, boolean isOneOfMany) throws Refusal {
    Workspace workspace = Product.workspace();
    Path directory = RunbookFile.directory(suite.file());
    Rehearsal rehearsal =
        new Rehearsal(
            Verbs.ALL,
            Product.backends(Path.of("")).values(),
            (path, named, problems) ->
                workspace.checkBeside(path, named, directory, suite.inventory(), problems));
    if (isOneOfMany && asked.format() == OutputFormat.text) {
      String none = suite.tests().isEmpty() ? ": no tests" : "";
      console.out().println(Neutral.line(suite.file() + none));
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (TestCase test : suite.tests()) {
      Verdict verdict =
          rehearsal.perform(suite.checked(), test, asked.input().parameters(), asked.seed());
      show(suite, verdict, asked);
      verdicts.add(verdict);
    }
    return verdicts;
  }

  private void show(Suite suite, Verdict verdict, Asked asked) {
    switch (asked.format()) {
      case text -> {
        String name = Neutral.line(Rehearsal.name(verdict.test()));
        console.out().println(mark(verdict) + " " + name + "  (" + verdict.time() + ")");
        console.out().flush();
        console.show(verdict.problems());
      }
      case json -> console.out().println(Json.write(fields(suite, verdict, asked.seed())));
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
