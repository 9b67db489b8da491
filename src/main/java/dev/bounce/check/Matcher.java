package dev.bounce.check;

import dev.bounce.check.Signature.BlockRule;
import dev.bounce.check.Signature.Clause;
import dev.bounce.check.Signature.Slot;
import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Suggest;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.syntax.Expression.StringLiteral;
import dev.bounce.syntax.Statement.Command;
import dev.bounce.value.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sorts the terms of a command into the parameters of its verb. A word that is a clause of the verb
 * introduces that clause, wherever it stands as a term of its own; every other term takes the next
 * position.
 */
public final class Matcher {
  private final Command command;
  private final Signature signature;
  private final Diagnostics diagnostics;
  private final Map<String, Expression> arguments = new LinkedHashMap<>();
  private final List<Expression> many = new ArrayList<>();
  private final Set<String> flags = new HashSet<>();
  private int position;

  /** A term without a place may be the one that is missing; one error is enough. */
  private boolean misplaced;

  private boolean valueless;

  private Matcher(Command command, Signature signature, Diagnostics diagnostics) {
    this.command = command;
    this.signature = signature;
    this.diagnostics = diagnostics;
  }

  /**
   * Returns the command matched to a signature; what does not fit is left out and reported.
   *
   * @param skippedTerms how many terms belong to the verb itself: one for {@code wait healthy}
   */
  public static Matched match(
      Command command, Signature signature, int skippedTerms, Diagnostics diagnostics) {
    Matcher matcher = new Matcher(command, signature, diagnostics);
    matcher.terms(command.terms().subList(skippedTerms, command.terms().size()));
    matcher.requireAll();
    matcher.checkBlock();
    return new Matched(command, signature, matcher.arguments, matcher.many, matcher.flags);
  }

  private void terms(List<Expression> terms) {
    for (int i = 0; i < terms.size(); i++) {
      Expression term = terms.get(i);
      Optional<Clause> clause =
          term instanceof Reference word ? signature.clause(word.name()) : Optional.empty();
      if (clause.isEmpty()) {
        if (!positional(term)) {
          return;
        }
      } else if (clause.get().type() == Type.FLAG) {
        flag(clause.get(), term);
      } else if (i + 1 < terms.size()) {
        i++;
        clause(clause.get(), term, terms.get(i));
      } else {
        valueless = true;
        diagnostics.add(
            Diagnostic.error(
                Code.C004, term.span(), "`" + clause.get().word() + "` lacks its value"));
      }
    }
  }

  /** Returns whether the terms behind it can still be understood. */
  private boolean positional(Expression term) {
    if (position < signature.slots().size()) {
      Slot slot = signature.slots().get(position);
      if (slot.repeated()) {
        many.add(term);
        arguments.putIfAbsent(slot.name(), term);
      } else {
        arguments.put(slot.name(), term);
        position++;
      }
      return true;
    }
    misplaced = true;
    diagnostics.add(noPlace(term));
    return false;
  }

  private Diagnostic noPlace(Expression term) {
    Diagnostic error =
        Diagnostic.error(
            Code.C003,
            term.span(),
            "`%s` has no place for `%s`".formatted(signature.verb(), term.span().text()));
    List<String> words =
        signature.clauses().stream()
            .filter(clause -> clause.later().isEmpty())
            .map(Clause::word)
            .toList();
    Optional<String> near =
        term instanceof Reference word ? Suggest.nearest(word.name(), words) : Optional.empty();
    if (near.isPresent()) {
      return error.suggest(near);
    }
    boolean behindTarget =
        arguments.size() == 1
            && position > 0
            && signature.slots().getLast().type().equals(Type.TARGET);
    if (behindTarget && isNameLike(term)) {
      return error.hint("several targets are separated by commas: `web, workers`");
    }
    return words.isEmpty()
        ? error.hint("`" + signature.verb() + "` takes no clauses")
        : error.hint("its clauses are " + String.join(", ", words));
  }

  private static boolean isNameLike(Expression term) {
    return term instanceof Reference || term instanceof StringLiteral;
  }

  private void flag(Clause clause, Expression term) {
    if (!flags.add(clause.name())) {
      twice(clause, term);
    }
    reportLater(clause, term);
  }

  private void clause(Clause clause, Expression word, Expression value) {
    if (arguments.put(clause.name(), value) != null) {
      twice(clause, word);
    }
    reportLater(clause, word);
  }

  private void reportLater(Clause clause, Expression word) {
    clause
        .later()
        .ifPresent(why -> diagnostics.add(Later.clause(signature, clause, why, word.span())));
  }

  private void twice(Clause clause, Expression word) {
    diagnostics.add(
        Diagnostic.error(Code.C005, word.span(), "`" + clause.word() + "` is given twice")
            .hint("keep one of the two"));
  }

  private void requireAll() {
    for (Slot slot : signature.slots()) {
      if (slot.required() && !arguments.containsKey(slot.name()) && !misplaced && !valueless) {
        diagnostics.add(
            Diagnostic.error(
                    Code.C002,
                    command.span(),
                    "`%s` lacks its %s".formatted(signature.verb(), slot.name()))
                .hint("write `" + usage() + "`"));
        return;
      }
    }
    for (Clause clause : signature.clauses()) {
      if (clause.required() && !arguments.containsKey(clause.name()) && !misplaced && !valueless) {
        boolean bound = clause.word().equals("within");
        diagnostics.add(
            Diagnostic.error(
                    bound ? Code.C021 : Code.C002,
                    command.span(),
                    "`%s` lacks `%s`".formatted(signature.verb(), clause.word()))
                .because(
                    bound
                        ? "it could wait for ever"
                        : "`" + clause.word() + "` has no default here")
                .hint("write `" + usage() + "`"));
      }
    }
  }

  private String usage() {
    StringBuilder text = new StringBuilder(signature.verb());
    for (Slot slot : signature.slots()) {
      text.append(' ').append(slot.name().toUpperCase(java.util.Locale.ROOT));
    }
    for (Clause clause : signature.clauses()) {
      if (clause.required()) {
        text.append(' ').append(clause.word()).append(' ').append(example(clause.type()));
      }
    }
    return text.append(signature.block() == BlockRule.REQUIRED ? " { … }" : "").toString();
  }

  private static String example(Type type) {
    return type == Type.DURATION ? "30s" : type.text().toUpperCase(java.util.Locale.ROOT);
  }

  private void checkBlock() {
    if (command.block().isPresent() && signature.block() == BlockRule.NONE) {
      diagnostics.add(
          Diagnostic.error(
              Code.C025,
              command
                  .block()
                  .get()
                  .span()
                  .source()
                  .span(
                      command.block().get().span().start(),
                      command.block().get().span().start() + 1),
              "`" + signature.verb() + "` takes no block"));
    }
    if (command.block().isEmpty() && signature.block() == BlockRule.REQUIRED) {
      diagnostics.add(
          Diagnostic.error(Code.C025, command.span(), "`" + signature.verb() + "` lacks its block")
              .hint("write `" + usage() + "`"));
    }
  }
}
