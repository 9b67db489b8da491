package dev.bounce.cli;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Suggest;
import dev.bounce.run.ExitCode;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: finds the command, and turns whatever goes wrong into an error and a code. */
final class Bounce {
  /** The commands, in the order in which help lists them. */
  private static final Map<String, Function<Console, Subcommand>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("run", RunCommand::new);
    COMMANDS.put("plan", PlanCommand::new);
    COMMANDS.put("exec", ExecCommand::new);
    COMMANDS.put("repl", ReplCommand::new);
    COMMANDS.put("check", CheckCommand::new);
    COMMANDS.put("fmt", FormatCommand::new);
    COMMANDS.put("test", TestCommand::new);
    COMMANDS.put("status", StatusCommand::new);
    COMMANDS.put("doctor", DoctorCommand::new);
    COMMANDS.put("history", HistoryCommand::new);
    COMMANDS.put("show", ShowCommand::new);
    COMMANDS.put("explain", ExplainCommand::new);
    COMMANDS.put("doc", DocumentationCommand::new);
  }

  private final Console console;

  Bounce(Console console) {
    this.console = console;
  }

  /** Carries out a command line; returns the exit code. */
  int run(String... arguments) {
    try {
      return carryOut(arguments).number();
    } catch (Refusal refusal) {
      console.show(refusal.diagnostics());
      return refusal.exitCode().number();
    } catch (InvalidPathException wrong) {
      console.show(List.of(notAPath(wrong)));
      return ExitCode.USAGE.number();
    } catch (StackOverflowError | RuntimeException broken) {
      return ownError(broken).number();
    } finally {
      console.out().flush();
      console.err().flush();
    }
  }

  private ExitCode carryOut(String... arguments) throws Refusal {
    Map<String, Subcommand> commands = asked(arguments);
    CommandLine line = commandLine(commands);
    ParseResult parsed;
    try {
      parsed = line.parseArgs(arguments);
    } catch (ParameterException wrong) {
      throw Refusal.usage(wrongUse(wrong, arguments));
    }
    ParseResult innermost = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
    if (innermost.isUsageHelpRequested()) {
      innermost.commandSpec().commandLine().usage(console.out(), colours());
      return ExitCode.DONE;
    }
    if (parsed.isVersionHelpRequested()) {
      line.printVersionHelp(console.out());
      return ExitCode.DONE;
    }
    if (!parsed.hasSubcommand()) {
      line.usage(console.err(), colours());
      return ExitCode.USAGE;
    }
    Subcommand command =
        Objects.requireNonNull(commands.get(parsed.subcommand().commandSpec().name()));
    return command.run(new Arguments(parsed.subcommand()));
  }

  /** Only the command that is asked for is built: to build all of them takes time. */
  private Map<String, Subcommand> asked(String... arguments) {
    String first = arguments.length == 0 ? "" : arguments[0];
    Map<String, Subcommand> commands = new LinkedHashMap<>();
    COMMANDS.forEach((name, command) -> {
      if (name.equals(first) || !COMMANDS.containsKey(first)) {
        commands.put(name, command.apply(console));
      }
    });
    return commands;
  }

  private CommandLine commandLine(Map<String, Subcommand> commands) {
    CommandSpec root =
        Arguments.specification(
                "Plans, runs and proves restarts that are written down as runbooks.")
            .name("bounce")
            .version("bounce " + Version.NUMBER)
            .addOption(help())
            .addOption(
                OptionSpec.builder("-V", "--version")
                    .versionHelp(true)
                    .type(boolean.class)
                    .description("Show the version.")
                    .build());
    root.usageMessage()
        .synopsisSubcommandLabel("COMMAND")
        .width(Math.clamp(console.width(), 60, 110))
        .footer(
            "",
            "Exit codes: 0 done, 1 the run failed, 2 the runbook or the command line is wrong,",
            "3 declined, 4 locked (reserved), 5 a precondition is not met, 130 interrupted.");
    commands.forEach((name, command) ->
        root.addSubcommand(
            name,
            command
                .specification()
                .addOption(help())
                .addOption(Arguments.flag("Show where in bounce an error was met.", "--debug"))));
    return new CommandLine(root).setExpandAtFiles(false);
  }

  private static OptionSpec help() {
    return OptionSpec.builder("-h", "--help")
        .usageHelp(true)
        .type(boolean.class)
        .description("Show this help.")
        .build();
  }

  private ColorScheme colours() {
    return CommandLine.Help.defaultColorScheme(
        console.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF);
  }

  private static Diagnostic wrongUse(ParameterException wrong, String[] arguments) {
    boolean unknownCommand =
        wrong instanceof UnmatchedArgumentException
            && arguments.length > 0
            && !COMMANDS.containsKey(arguments[0])
            && !arguments[0].startsWith("-");
    if (unknownCommand) {
      boolean file = arguments[0].endsWith(".runbook");
      return Diagnostic.error(Code.U001, "unknown command `" + arguments[0] + "`")
          .hint(
              file
                  ? "to run a runbook, write `bounce run " + arguments[0] + "`"
                  : "the commands are " + String.join(", ", COMMANDS.keySet()))
          .suggest(Suggest.nearest(arguments[0], COMMANDS.keySet()));
    }
    String message = String.valueOf(wrong.getMessage()).replaceAll("\\s+", " ");
    String name = wrong.getCommandLine().getCommandSpec().qualifiedName();
    Diagnostic error =
        Diagnostic.error(Code.U001, message).hint("`" + name + " --help` shows what it takes");
    if (wrong instanceof UnmatchedArgumentException unmatched && unmatched.isUnknownOption()) {
      List<String> options = new ArrayList<>();
      wrong
          .getCommandLine()
          .getCommandSpec()
          .options()
          .forEach(option -> options.addAll(List.of(option.names())));
      return error.suggest(Suggest.nearest(unmatched.getUnmatched().getFirst(), options));
    }
    return error;
  }

  private static Diagnostic notAPath(InvalidPathException wrong) {
    return Diagnostic.error(Code.U001, "`" + wrong.getInput() + "` cannot be a path")
        .because(wrong.getReason())
        .hint("for names beyond ASCII the locale has to be one of UTF-8, as `LC_ALL=C.UTF-8`");
  }

  private ExitCode ownError(Throwable broken) {
    console.show(
        List.of(
            Diagnostic.error(Code.X001, "bounce itself failed: " + broken)
                .hint("`--debug` shows where; please report it with the runbook")));
    console.trace(broken);
    return ExitCode.FAILED;
  }
}
