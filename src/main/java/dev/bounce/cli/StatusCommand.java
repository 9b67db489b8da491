package dev.bounce.cli;

import dev.bounce.backend.MemberState;
import dev.bounce.check.Checked;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Neutral;
import dev.bounce.diag.Source;
import dev.bounce.plan.Plan;
import dev.bounce.plan.Planned;
import dev.bounce.plan.ServicePlan;
import dev.bounce.repl.Workspace;
import dev.bounce.report.Columns;
import dev.bounce.run.Confirmation;
import dev.bounce.run.ExitCode;
import dev.bounce.run.LiveReading;
import dev.bounce.syntax.Parsed;
import dev.bounce.syntax.Parser;
import dev.bounce.value.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bounce status}: how the members of services are, now. */
@Command(
    name = "status",
    description = {
      "Show how the members of services are now; touches nothing.",
      "Exits 0 when all of them run, 1 when one does not."
    },
    sortOptions = false)
final class StatusCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "FILE|TARGET",
      description = {
        "A runbook: all services that it declares.",
        "Else a target: `web via supervisor`. Nothing: the services of inventory.yml."
      })
  private List<String> words = new ArrayList<>();

  @Mixin private InputOptions input = new InputOptions();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text (the default) or json: one member a line.")
  private OutputFormat format = OutputFormat.text;

  @Mixin private StateOptions state = new StateOptions();

  private final Console console;

  StatusCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Refusal {
    boolean ofFile = words.size() == 1 && words.getFirst().endsWith(".runbook");
    Path file = ofFile ? Path.of(words.getFirst()) : Path.of("status");
    Path directory = RunbookFile.directory(file);
    Plan plan = plan(file, directory, ofFile);
    LiveReading reading =
        LiveReading.of(
            plan, new Execution(console, state).world(directory, Confirmation.IMPOSSIBLE));
    console.show(reading.problems());
    List<Row> rows = rows(plan, reading);
    show(rows);
    boolean allRun = rows.stream().allMatch(row -> row.state().isRunning());
    return !reading.problems().isEmpty()
        ? ExitCode.PRECONDITION.number()
        : (allRun ? ExitCode.DONE : ExitCode.FAILED).number();
  }

  /** Plans a statement that names the services: planning touches nothing. */
  private Plan plan(Path file, Path directory, boolean ofFile) throws Refusal {
    Workspace workspace = Product.workspace();
    String target = ofFile || words.isEmpty() ? "all" : String.join(" ", words);
    Parsed statement = Parser.parse(new Source("status", "start " + target));
    Parsed program = ofFile ? RunbookFile.parse(file) : statement;
    Checked checked =
        workspace.check(
            program,
            ofFile ? Optional.of(file) : Optional.empty(),
            directory,
            input.inventory(file));
    if (!checked.isSound()) {
      throw new Refusal(checked.diagnostics(), ExitCode.USAGE);
    }
    Planned planned =
        workspace.planner().plan(checked, input.parameters(), statement.module().statements());
    if (planned.plan().isEmpty()) {
      boolean nothing = planned.diagnostics().stream().allMatch(found -> found.code() == Code.C033);
      throw nothing
          ? Refusal.usage(
              Diagnostic.error(Code.P011, "there are no services to look at")
                  .hint(
                      "name a runbook that declares some, or a target: `bounce status web via"
                          + " supervisor`"))
          : new Refusal(planned.diagnostics(), ExitCode.USAGE);
    }
    return planned.plan().get();
  }

  private record Row(ServicePlan service, MemberState state) {}

  private static List<Row> rows(Plan plan, LiveReading reading) {
    List<Row> rows = new ArrayList<>();
    for (ServicePlan service : plan.services().values()) {
      for (MemberState member : reading.members().getOrDefault(service.key(), List.of())) {
        rows.add(new Row(service, member));
      }
    }
    return rows;
  }

  private void show(List<Row> rows) {
    switch (format) {
      case text ->
          Columns.of(rows.stream().map(StatusCommand::cells).toList())
              .forEach(line -> console.out().println(Neutral.line(line)));
      case json -> rows.forEach(row -> console.out().println(Json.write(fields(row))));
    }
  }

  private static List<String> cells(Row row) {
    MemberState member = row.state();
    return List.of(
        row.service().name(),
        member.member(),
        condition(member),
        member.identity().map(identity -> identity.shown()).orElse(""),
        member.detail());
  }

  private static String condition(MemberState member) {
    return member.condition().name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> fields(Row row) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("service", row.service().name());
    fields.put("backend", row.service().backend());
    fields.put("member", row.state().member());
    fields.put("condition", condition(row.state()));
    row.state().identity().ifPresent(identity -> fields.put("identity", identity.value()));
    fields.put("detail", row.state().detail());
    return fields;
  }
}
