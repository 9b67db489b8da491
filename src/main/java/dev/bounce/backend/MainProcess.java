package dev.bounce.backend;

import java.util.Map;
import java.util.Optional;

/**
 * Pid 1 of a place, where it ends with the processes of a member: to stop these would end the
 * place.
 *
 * @param shown its command line
 */
public record MainProcess(String shown) {
  /** Where a state's facts hold it. */
  private static final String FACT = "main-process";

  /** Writes it into the facts of a state. */
  public void note(Map<String, String> facts) {
    facts.put(FACT, shown);
  }

  /** Returns the main process that ends with a member, as its state's facts say. Pure. */
  public static Optional<MainProcess> noted(MemberState state) {
    return Optional.ofNullable(state.facts().get(FACT)).map(MainProcess::new);
  }
}
