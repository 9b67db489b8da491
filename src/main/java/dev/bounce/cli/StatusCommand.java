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
import picocli.CommandLine.Model.CommandSpec;

/** {@code bounce status}: how the members of services are, now. */
final class StatusCommand implements Subcommand {
  private final Console console;

  StatusCommand(Console console) {
    this.console = console;
  }

  @Override
  public CommandSpec specification() {
    CommandSpec specification =
        Arguments.specification(
            "Show how the members of services are now; touches nothing.",
            "Exits 0 when all of them run, 1 when one does not.");
    specification.addPositional(
        Arguments.words(
            "FILE|TARGET",
            false,
            "A runbook: all services that it declares.",
            "Else a target: `web via supervisor`. Nothing: the services of inventory.yml."));
    InputOptions.addTo(specification);
    specification.addOption(Arguments.format("one member a line"));
    StateOptions.addTo(specification);
    return specification;
  }

  @Override
  public ExitCode run(Arguments arguments) throws Refusal {
    List<String> words = arguments.words();
    InputOptions input = new InputOptions(arguments);
    StateOptions state = StateOptions.of(arguments);
    boolean ofFile = words.size() == 1 && words.getFirst().endsWith(".runbook");
    Path file = ofFile ? Path.of(words.getFirst()) : Path.of("status");
    Path directory = RunbookFile.directory(file);
    Plan plan = plan(words, file, directory, ofFile, input);
    LiveReading reading =
        LiveReading.of(
            plan, new Execution(console, state).world(directory, Confirmation.IMPOSSIBLE));
    console.show(reading.problems());
    List<Row> rows = rows(plan, reading);
    show(rows, arguments.format());
    boolean allRun = rows.stream().allMatch(row -> row.state().isRunning());
    return !reading.problems().isEmpty()
        ? ExitCode.PRECONDITION
        : allRun ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** Plans a statement that names the services: planning touches nothing. */
  private static Plan plan(
      List<String> words, Path file, Path directory, boolean ofFile, InputOptions input)
      throws Refusal {
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

  private void show(List<Row> rows, OutputFormat format) {
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
