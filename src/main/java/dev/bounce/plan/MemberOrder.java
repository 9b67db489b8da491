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

/** In which order a phase deals with the members of a service. */
public enum MemberOrder {
  /** As the target names them; those of a whole service as their backend does. */
  GIVEN,
  /** The one that was started first goes first; those that do not run go before all others. */
  OLDEST,
  /** The one with the least to do goes first; no backend says how much that is. */
  IDLE;

  /** Why nothing can be ordered by what it has to do. */
  public static final String NOBODY_SAYS = "no backend says how busy its members are";

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
   * @throws EvaluationException C029 when nobody knows it
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
      case IDLE -> throw new EvaluationException(Code.C029, NOBODY_SAYS);
    };
  }
}
