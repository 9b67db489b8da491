package dev.bounce.backend.master;

import dev.bounce.backend.Finding;
import dev.bounce.backend.Finding.Question;
import dev.bounce.host.CommandResult;
import dev.bounce.host.Host;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What can be said of a server program without a service. */
public final class Diagnosis {
  private static final int NOT_FOUND = 127;

  private Diagnosis() {}

  /**
   * Asks a program for its version. Changes nothing.
   *
   * @param name as advice calls it
   * @param version the command that prints it
   */
  public static List<Finding> of(String name, List<String> version, Host host, Duration timeout) {
    Optional<CommandResult> result = Commands.ask(version, host, timeout);
    if (result.isEmpty() || result.get().exitCode() == NOT_FOUND) {
      String detail = version.getFirst() + " was not found";
      String advice = "services may run it by a path of their own; else install " + name;
      return List.of(Finding.no(Question.PRESENT, detail, advice));
    }
    String said = result.get().output().strip().lines().findFirst().orElse("");
    if (result.get().exitCode() != 0) {
      return List.of(
          Finding.no(Question.PRESENT, said, "try " + String.join(" ", version) + " by hand"));
    }
    return List.of(
        Finding.yes(Question.PRESENT, ""),
        Finding.yes(Question.VERSION, said),
        Finding.unknown(Question.REACHABLE, "a master is found by its service's pid file"),
        Finding.unknown(Question.PERMITTED, "whose signals a master takes depends on its user"));
  }
}
