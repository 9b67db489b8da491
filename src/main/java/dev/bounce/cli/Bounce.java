package dev.bounce.cli;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Suggest;
import dev.bounce.run.ExitCode;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: finds the command, and turns whatever goes wrong into an error and a code. */
@Command(
    name = "bounce",
    description = "Plans, runs and proves restarts that are written down as runbooks.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Exit codes: 0 done, 1 the run failed, 2 the runbook or the command line is wrong,",
      "3 declined, 4 locked (reserved), 5 a precondition is not met, 130 interrupted."
    })
final class Bounce implements Callable<Integer> {
  private final Console console;

  Bounce(Console console) {
    this.console = console;
  }

  /** The commands, in the order in which help lists them. */
  private static final Map<String, Function<Console, Callable<Integer>>> COMMANDS =
      new LinkedHashMap<>();

  static {
    COMMANDS.put("run", RunCommand::new);
    COMMANDS.put("plan", PlanCommand::new);
    COMMANDS.put("exec", ExecCommand::new);
    COMMANDS.put("check", CheckCommand::new);
    COMMANDS.put("fmt", FormatCommand::new);
    COMMANDS.put("status", StatusCommand::new);
    COMMANDS.put("history", HistoryCommand::new);
    COMMANDS.put("show", ShowCommand::new);
    COMMANDS.put("explain", ExplainCommand::new);
    COMMANDS.put("doc", DocumentationCommand::new);
  }

  /** Carries out a command line. */
  int run(String... arguments) {
    boolean debug = Arrays.asList(arguments).contains("--debug");
    try {
      return commandLine(arguments).execute(arguments);
    } catch (StackOverflowError | RuntimeException broken) {
      return ownError(broken, debug);
    } finally {
      console.out().flush();
      console.err().flush();
    }
  }

  /** Only the command that is asked for is built: to look into all of them takes time. */
  private CommandLine commandLine(String... arguments) {
    CommandLine line = new CommandLine(this);
    String first = arguments.length == 0 ? "" : arguments[0];
    Function<Console, Callable<Integer>> asked = COMMANDS.get(first);
    if (asked != null) {
      line.addSubcommand(first, new CommandLine(asked.apply(console)));
    } else {
      COMMANDS.forEach(
          (name, command) ->
              line.addSubcommand(name, new CommandLine(command.apply(console))));
    }
    line.getCommandSpec().mixinStandardHelpOptions(true);
    line.setExpandAtFiles(false);
    line.getSubcommands().values().forEach(Bounce::addCommonOptions);
    line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            console.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    line.setUsageHelpWidth(Math.clamp(console.width(), 60, 110));
    line.setParameterExceptionHandler(this::wrongUse);
    line.setExecutionExceptionHandler(
        (broken, command, parsed) ->
            broken instanceof Refusal refusal
                ? refuse(refusal)
                : ownError(broken, Arrays.asList(arguments).contains("--debug")));
    return line;
  }

  private static void addCommonOptions(CommandLine command) {
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build())
        .addOption(
            OptionSpec.builder("--debug")
                .type(boolean.class)
                .description("Show where bounce itself failed, should it fail.")
                .build());
  }

  @Override
  public Integer call() {
    CommandLine line = commandLine();
    line.usage(console.err());
    return ExitCode.USAGE.number();
  }

  private int refuse(Refusal refusal) {
    console.show(refusal.diagnostics());
    return refusal.exitCode().number();
  }

  private int wrongUse(ParameterException wrong, String[] arguments) {
    Diagnostic error =
        Diagnostic.error(Code.U001, said(wrong))
            .hint("`" + wrong.getCommandLine().getCommandName() + " --help` shows what it takes");
    boolean unknownCommand =
        wrong instanceof UnmatchedArgumentException
            && arguments.length > 0
            && !COMMANDS.containsKey(arguments[0])
            && !arguments[0].startsWith("-");
    if (unknownCommand) {
      boolean file = arguments[0].endsWith(".runbook");
      error =
          Diagnostic.error(Code.U001, "unknown command `" + arguments[0] + "`")
              .hint(
                  file
                      ? "to run a runbook, write `bounce run " + arguments[0] + "`"
                      : "the commands are " + String.join(", ", COMMANDS.keySet()))
              .suggest(Suggest.nearest(arguments[0], COMMANDS.keySet()));
    }
    console.show(List.of(error));
    return ExitCode.USAGE.number();
  }

  /** Returns the message on one line, without the names of classes that picocli puts into it. */
  private static String said(ParameterException wrong) {
    return String.valueOf(wrong.getMessage())
        .replaceAll("\\s+", " ")
        .replaceAll(" to interface [\\w.]+", "")
        .replaceAll("\\((?:\\w+\\.)+\\w*Exception: ", "(");
  }

  private int ownError(Throwable broken, boolean debug) {
    console.show(
        List.of(
            Diagnostic.error(Code.X001, "bounce itself failed: " + broken)
                .hint("`--debug` shows where; please report it with the runbook")));
    if (debug) {
      broken.printStackTrace(console.err());
    }
    return ExitCode.FAILED.number();
  }
}
