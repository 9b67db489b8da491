package dev.bounce.plan;

import dev.bounce.backend.MemberState;
import dev.bounce.diag.Code;
import dev.bounce.plan.Expansion.Selection;
import dev.bounce.value.Texts;
import dev.bounce.value.Type;
import dev.bounce.value.Value;
import dev.bounce.value.Value.MemberValue;
import dev.bounce.value.Value.WordValue;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** In which order a phase deals with the members of a service. */
public enum MemberOrder {
  /** As the target names them; those of a whole service as their backend does. */
  GIVEN,
  /** The one that was started first goes first; those that do not run go before all others. */
  OLDEST,
  /** The one with the fewest requests to answer goes first, and those that do not run before it. */
  IDLE;

  /** The words of the language. */
  public static final Type TYPE = new Type.EnumOf(List.of("given", "oldest", "idle"));

  /**
   * Returns the order of that word.
   *
   * @throws EvaluationException P012 when there is none
   */
  public static MemberOrder of(Value word) throws EvaluationException {
    for (MemberOrder order : values()) {
      if (word.equals(new WordValue(order.name().toLowerCase(Locale.ROOT)))) {
        return order;
      }
    }
    throw new EvaluationException(Code.P012, Texts.shown(word) + " is no order of members");
  }

  /**
   * Returns members in this order.
   *
   * @param members in the order of their backend
   * @throws EvaluationException C029 when somebody is up and nobody knows how busy it is
   */
  public List<MemberState> sorted(List<MemberState> members, Selection selection)
      throws EvaluationException {
    return switch (this) {
      case GIVEN -> {
        List<String> named = selection.members().stream().map(MemberValue::name).toList();
        yield members.stream()
            .sorted(Comparator.comparingInt(state -> named.indexOf(state.member())))
            .toList();
      }
      case OLDEST ->
          members.stream()
              .sorted(Comparator.comparing(state -> state.startedAt().orElse(Instant.MIN)))
              .toList();
      case IDLE -> idleFirst(members);
    };
  }

  private static List<MemberState> idleFirst(List<MemberState> members) throws EvaluationException {
    for (MemberState state : members) {
      if (state.isRunning() && state.requests().isEmpty()) {
        throw new EvaluationException(
            Code.C029, "nobody says how many requests " + state.member() + " has to answer");
      }
    }
    return members.stream()
        .sorted(
            Comparator.comparing(MemberState::isRunning)
                .thenComparing(state -> state.requests().orElse(0)))
        .toList();
  }

  /**
   * Returns what a preview says instead of an order that only the run can know; nothing where the
   * states that it has seen tell it.
   *
   * @param live whether it has seen any; how busy a member is changes too quickly to be foretold
   */
  Optional<String> leftToTheRun(boolean live) {
    return switch (this) {
      case GIVEN -> Optional.empty();
      case OLDEST -> live ? Optional.empty() : Optional.of("who is the oldest is read by the run");
      case IDLE -> Optional.of("who is idle is read by the run");
    };
  }
}
