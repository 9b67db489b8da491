package dev.bounce.cli;

import dev.bounce.run.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** A command of the program, {@code bounce NAME}. */
interface Subcommand {
  /**
   * Returns what may stand behind its name. Built by hand: to have picocli read annotations took a
   * third of the time of a short command.
   */
  CommandSpec specification();

  /**
   * Carries it out.
   *
   * @throws Refusal when it cannot do what it was asked to
   */
  ExitCode run(Arguments arguments) throws Refusal;
}
