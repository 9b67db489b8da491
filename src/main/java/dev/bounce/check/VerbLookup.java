package dev.bounce.check;

import dev.bounce.syntax.Expression.Reference;
import dev.bounce.syntax.Statement.Command;
import java.util.Map;
import java.util.Optional;

/**
 * The verb of a command: two words where the second decides.
 *
 * @param signature what the verb takes
 * @param skippedTerms how many of the command's terms belong to the verb
 */
public record VerbLookup(Signature signature, int skippedTerms) {
  /** Returns the verb that a command names among these, by their verb. */
  public static Optional<VerbLookup> find(Command command, Map<String, Signature> verbs) {
    String verb = command.verbText();
    if (!command.terms().isEmpty() && command.terms().getFirst() instanceof Reference second) {
      Signature two = verbs.get(verb + " " + second.name());
      if (two != null) {
        return Optional.of(new VerbLookup(two, 1));
      }
    }
    return Optional.ofNullable(verbs.get(verb)).map(signature -> new VerbLookup(signature, 0));
  }
}
