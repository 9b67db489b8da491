package dev.bounce.health;

import dev.bounce.backend.MemberState;
import dev.bounce.health.ProbeAnswer.Kind;
import dev.bounce.host.CommandLine;
import dev.bounce.host.CommandResult;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import java.time.Duration;
import java.util.List;

/**
 * A command. It is well when it exits 0.
 *
 * @param arguments the argument vector; no shell reads it
 * @param timeout how long it may run before it is ended
 */
public record CommandProbe(List<String> arguments, Duration timeout) implements Probe {
  /** How long a command may run where the runbook does not say. */
  public static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Copies the list. */
  public CommandProbe {
    arguments = List.copyOf(arguments);
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("a command has at least one word");
    }
  }

  /** Returns the plainest probe by a command. */
  public static CommandProbe of(List<String> arguments) {
    return new CommandProbe(arguments, TIMEOUT);
  }

  @Override
  public String shown() {
    return "command " + arguments;
  }

  @Override
  public ProbeAnswer ask(Host host, MemberState state) {
    try {
      CommandResult result = host.execute(CommandLine.of(arguments), timeout, _ -> {});
      int exitCode = result.exitCode();
      return new ProbeAnswer(
          exitCode == 0 ? Kind.OK : Kind.BAD_ANSWER,
          exitCode,
          result.output(),
          "exit code " + exitCode);
    } catch (HostException e) {
      return Answers.failed(e);
    }
  }
}
