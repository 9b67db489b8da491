package dev.bounce.run;

import dev.bounce.diag.Code;
import dev.bounce.host.CommandLine;
import dev.bounce.host.CommandResult;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.plan.Bounds;
import dev.bounce.plan.Formula;
import dev.bounce.plan.Secrets;
import dev.bounce.plan.Step;
import dev.bounce.value.Texts;
import dev.bounce.value.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the commands of a runbook's author. */
final class CommandExecutor {
  private final Run run;

  CommandExecutor(Run run) {
    this.run = run;
  }

  void execute(Step.RunCommand step, Frame frame) throws StepFailedException {
    List<String> arguments = new ArrayList<>();
    for (Value argument : run.formulas.list(step.arguments(), frame)) {
      if (Secrets.isIn(argument)) {
        throw frame.failed(
            Code.R014,
            "a secret would stand in the argument vector",
            Optional.of("every user of the machine could read it there: give it with `env`"),
            List.of());
      }
      arguments.add(Texts.plain(argument));
    }
    if (arguments.isEmpty()) {
      throw frame.failed(Code.P008, "an empty argument vector runs nothing");
    }
    perform(arguments, Map.of(), step.context(), step.binding(), frame);
  }

  /** The values reach the shell in its environment only, so that none of them can become code. */
  void execute(Step.RunShell step, Frame frame) throws StepFailedException {
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, Formula> value : step.values().entrySet()) {
      values.put(value.getKey(), run.formulas.text(value.getValue(), frame));
    }
    List<String> arguments = List.of("/bin/sh", "-c", step.script());
    perform(arguments, values, step.context(), step.binding(), frame);
  }

  private void perform(
      List<String> arguments,
      Map<String, String> values,
      Step.CommandContext context,
      Optional<String> binding,
      Frame frame)
      throws StepFailedException {
    Map<String, String> environment = new LinkedHashMap<>();
    frame.environment().all().forEach((name, value) -> environment.put(name, Texts.plain(value)));
    environment.putAll(run.formulas.map(context.environment(), frame));
    environment.putAll(values);
    CommandLine command =
        new CommandLine(
            arguments,
            text(context.directory(), frame).map(Path::of),
            environment,
            text(context.user(), frame));
    Duration within = run.formulas.duration(context.within(), frame);
    Host host = new Places(run).find(context.place(), frame);
    CommandResult result = execute(host, command, within, frame);
    if (binding.isPresent()) {
      bind(binding.get(), result, frame);
    } else if (result.exitCode() != 0) {
      throw frame.failed(
          Code.R005, ending(arguments.getFirst(), result), Optional.empty(), lastLines(result));
    }
  }

  private Optional<String> text(Optional<Formula> formula, Frame frame) throws StepFailedException {
    return formula.isPresent()
        ? Optional.of(run.formulas.text(formula.get(), frame))
        : Optional.empty();
  }

  private CommandResult execute(Host host, CommandLine command, Duration within, Frame frame)
      throws StepFailedException {
    Duration allowed = run.waits.cut(frame, within);
    try {
      return run.waits.<CommandResult, HostException>interruptibly(
          frame,
          () ->
              host.execute(
                  command,
                  allowed,
                  line -> run.emit(new Event.Output(run.now(), frame.step(), line))));
    } catch (HostException e) {
      if (e.reason() != HostException.Reason.TIMEOUT) {
        throw frame.failed(Code.R005, run.mask.mask(e.message()));
      }
      if (allowed.compareTo(within) < 0) {
        throw run.waits.expired(frame);
      }
      throw frame.failed(
          Code.R004,
          "%s did not end within %s, and was ended"
              .formatted(command.arguments().getFirst(), Texts.duration(within)));
    }
  }

  private void bind(String variable, CommandResult result, Frame frame) {
    Value value = HostFunctions.result(result);
    frame.variables().bind(variable, value);
    String shown = run.mask.mask(Texts.shown(value));
    run.emit(new Event.Bound(run.now(), frame.step(), variable, shown));
  }

  private static String ending(String program, CommandResult result) {
    int code = result.exitCode();
    if (code == 127) {
      return program + " was not found";
    }
    return code > 128
        ? "%s was ended by signal %d".formatted(program, code - 128)
        : "%s ended with exit code %d".formatted(program, code);
  }

  private List<String> lastLines(CommandResult result) {
    List<String> lines = result.output().lines().toList();
    int from = Math.max(0, lines.size() - Bounds.LOG_LINES);
    return run.mask.mask(lines.subList(from, lines.size()));
  }
}
