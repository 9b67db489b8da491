package dev.bounce.check;

import dev.bounce.value.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a verb takes: terms by position, clauses by their word, perhaps a block.
 *
 * @param verb the verb, two words where the second decides ({@code wait healthy})
 * @param slots the positional parameters, in order
 * @param clauses the clauses, in the order in which help lists them
 * @param block whether a block follows
 * @param later why this version cannot carry it out, where it cannot
 */
public record Signature(
    String verb, List<Slot> slots, List<Clause> clauses, BlockRule block, Optional<String> later) {
  /** Copies the lists. */
  public Signature {
    slots = List.copyOf(slots);
    clauses = List.copyOf(clauses);
  }

  /** Whether a block follows. */
  public enum BlockRule {
    NONE,
    OPTIONAL,
    REQUIRED
  }

  /**
   * A positional parameter.
   *
   * @param name its name in the signature
   * @param type what it takes
   * @param required whether it has to be given
   * @param repeated whether further terms belong to it too
   */
  public record Slot(String name, Type type, boolean required, boolean repeated) {}

  /**
   * A clause: a word, then exactly one term as its value; none where its type is {@link Type#FLAG}.
   *
   * @param word what introduces it
   * @param name the parameter that takes the value; as a rule the word itself
   * @param type what it takes
   * @param required whether it has to be given
   * @param later why this version cannot carry it out, where it cannot
   */
  public record Clause(
      String word, String name, Type type, boolean required, Optional<String> later) {}

  /** Returns the clause of that word. */
  public Optional<Clause> clause(String word) {
    return clauses.stream().filter(clause -> clause.word().equals(word)).findFirst();
  }

  /** Starts the signature of a verb without parameters. */
  public static Signature of(String verb) {
    return new Signature(verb, List.of(), List.of(), BlockRule.NONE, Optional.empty());
  }

  /** Returns this signature with a further positional parameter that has to be given. */
  public Signature takes(String name, Type type) {
    return withSlot(new Slot(name, type, true, false));
  }

  /** Returns this signature with a further positional parameter that may be left out. */
  public Signature mayTake(String name, Type type) {
    return withSlot(new Slot(name, type, false, false));
  }

  /** Returns this signature with a last positional parameter that takes one or more terms. */
  public Signature takesMany(String name, Type type) {
    return withSlot(new Slot(name, type, true, true));
  }

  /** Returns this signature with a further clause that may be left out. */
  public Signature clause(String word, Type type) {
    return withClause(new Clause(word, word, type, false, Optional.empty()));
  }

  /** Returns this signature with a further clause that has to be given. */
  public Signature requires(String word, Type type) {
    return withClause(new Clause(word, word, type, true, Optional.empty()));
  }

  /** Returns this signature with a clause of the language that this version cannot carry out. */
  public Signature laterClause(String word, Type type, String why) {
    return withClause(new Clause(word, word, type, false, Optional.of(why)));
  }

  /** Returns this signature with a clause that may be left out from here on. */
  public Signature optional(String word) {
    List<Clause> relaxed =
        clauses.stream()
            .map(clause ->
                clause.word().equals(word)
                    ? new Clause(word, clause.name(), clause.type(), false, clause.later())
                    : clause)
            .toList();
    return new Signature(verb, slots, relaxed, block, later);
  }

  /** Returns this signature with a rule for its block. */
  public Signature block(BlockRule rule) {
    return new Signature(verb, slots, clauses, rule, later);
  }

  /** Returns this signature, marked as one that this version cannot carry out. */
  public Signature later(String why) {
    return new Signature(verb, slots, clauses, block, Optional.of(why));
  }

  /** Returns this signature with a further positional parameter. */
  public Signature withSlot(Slot slot) {
    List<Slot> more = new ArrayList<>(slots);
    more.add(slot);
    return new Signature(verb, more, clauses, block, later);
  }

  /** Returns this signature with a further clause. */
  public Signature withClause(Clause clause) {
    List<Clause> more = new ArrayList<>(clauses);
    more.add(clause);
    return new Signature(verb, slots, more, block, later);
  }
}
