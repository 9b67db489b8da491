package dev.bounce.check;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Suggest;
import dev.bounce.syntax.BinaryOperator;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.Binary;
import dev.bounce.syntax.Expression.ListLiteral;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.syntax.Property;
import dev.bounce.value.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Checks the property {@code health} of a service. */
final class ProbeChecker {
  /** Clauses of an HTTP probe with one value; {@code expect} may have a list of them too. */
  private static final Map<String, Type> SINGLE =
      Map.of("expect", Type.INTEGER, "within", Type.DURATION, "certificate", Type.PATH);

  private static final Set<String> HTTP_CLAUSES =
      Set.of("expect", "within", "certificate", "body", "json", "header");
  private static final Set<String> OTHER_CLAUSES = Set.of("within");

  private final ExpressionChecker expressions;
  private final Diagnostics diagnostics;

  ProbeChecker(ModuleContext context, ExpressionChecker expressions) {
    this.expressions = expressions;
    this.diagnostics = context.diagnostics();
  }

  void check(Property property, Scope scope) {
    List<Expression> terms = property.terms();
    switch (word(terms, 0)) {
      case "http" -> probe(property, Type.STRING, HTTP_CLAUSES, scope);
      case "tcp" -> probe(property, Type.STRING, OTHER_CLAUSES, scope);
      case "command" -> probe(property, new Type.ListOf(Type.STRING), OTHER_CLAUSES, scope);
      case "backend" -> alone(property);
      default ->
          diagnostics.add(
              Diagnostic.error(Code.C002, property.span(), "`health` lacks the kind of its probe")
                  .hint(
                      "write `health http \"http://127.0.0.1:8000/health\"`, `health tcp"
                          + " \"127.0.0.1:6379\"`, `health command [\"…\"]` or `health backend`"));
    }
  }

  private void alone(Property property) {
    if (property.terms().size() > 1) {
      diagnostics.add(noPlace(property.terms().get(1), "`health backend`"));
    }
  }

  private void probe(Property property, Type question, Set<String> clauses, Scope scope) {
    List<Expression> terms = property.terms();
    if (terms.size() < 2) {
      diagnostics.add(
          Diagnostic.error(
              Code.C002, property.span(), "`health` lacks what it asks, " + question.text()));
      return;
    }
    expressions.expect(terms.get(1), question, scope);
    int next = 2;
    while (next < terms.size()) {
      Expression term = terms.get(next);
      String word = word(terms, next);
      if (clauses.contains("body") && isBodyMatch(term)) {
        expressions.expect(((Binary) term).right(), Type.STRING, scope);
        next++;
      } else if (!clauses.contains(word)) {
        diagnostics.add(noPlace(term, "`health`").suggest(Suggest.nearest(word, listed(clauses))));
        return;
      } else {
        next = clause(terms, next, word, scope);
      }
    }
  }

  private static Set<String> listed(Set<String> clauses) {
    return new TreeSet<>(clauses);
  }

  /** Checks a clause and returns where the next one begins. */
  private int clause(List<Expression> terms, int at, String word, Scope scope) {
    int values = word.equals("header") ? 2 : 1;
    if (at + values >= terms.size()) {
      diagnostics.add(
          Diagnostic.error(Code.C004, terms.get(at).span(), "`" + word + "` lacks its value")
              .hint(example(word)));
      return terms.size();
    }
    Expression value = terms.get(at + 1);
    switch (word) {
      case "json" -> json(value, scope);
      case "header" -> {
        expressions.expect(value, Type.STRING, scope);
        expressions.expect(terms.get(at + 2), Type.STRING, scope);
      }
      case "body" -> // as a word of its own it stands in front of no `matches`
          diagnostics.add(noPlace(terms.get(at), "`health`").hint(example(word)));
      default -> {
        Type type = SINGLE.getOrDefault(word, Type.STRING);
        boolean several = word.equals("expect") && value instanceof ListLiteral;
        expressions.expect(value, several ? new Type.ListOf(type) : type, scope);
      }
    }
    return at + 1 + values;
  }

  private static String example(String word) {
    return switch (word) {
      case "json" -> "write `json \"status\" == \"ok\"`";
      case "header" -> "write `header \"Host\" \"www.example.org\"`";
      case "body" -> "write `body matches \"ok\"`";
      case "certificate" -> "write `certificate \"/etc/ssl/web.pem\"`";
      case "expect" -> "write `expect 200`";
      default -> "write `within 2s`";
    };
  }

  /** {@code "status" == "ok"} reads as one expression. */
  private void json(Expression match, Scope scope) {
    if (match instanceof Binary comparison && comparison.operator() == BinaryOperator.EQUAL) {
      expressions.expect(comparison.left(), Type.STRING, scope);
      expressions.expect(comparison.right(), Type.ANY, scope);
    } else {
      diagnostics.add(
          Diagnostic.error(Code.C002, match.span(), "`json` lacks what is to be found in the body")
              .hint(example("json")));
    }
  }

  private static Diagnostic noPlace(Expression term, String where) {
    return Diagnostic.error(
        Code.C003, term.span(), where + " has no place for `" + term.span().text() + "`");
  }

  private static String word(List<Expression> terms, int at) {
    return at < terms.size() && terms.get(at) instanceof Reference word ? word.name() : "";
  }

  /** {@code body matches "ok"} reads as one expression. */
  private static boolean isBodyMatch(Expression term) {
    return term instanceof Binary binary
        && binary.operator() == BinaryOperator.MATCHES
        && binary.left() instanceof Reference left
        && left.name().equals("body");
  }
}
