package dev.bounce.rehearse;

import dev.bounce.plan.EvaluationException;
import dev.bounce.plan.Formula;
import dev.bounce.run.MemberReport;
import dev.bounce.run.MemberReport.Deed;
import dev.bounce.run.MemberReport.Outcome;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.Binary;
import dev.bounce.syntax.Expression.StateTest;
import dev.bounce.syntax.Expression.Unary;
import dev.bounce.syntax.UnaryOperator;
import dev.bounce.value.StateWords;
import dev.bounce.value.Texts;
import dev.bounce.value.Type;
import dev.bounce.value.Value;
import dev.bounce.value.Value.MapValue;
import dev.bounce.value.Value.MemberValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Says what was found instead of what a test expects. */
final class Finding {
  private static final int MOST_MEMBERS = 5;

  private final Questions questions;

  Finding(Questions questions) {
    this.questions = questions;
  }

  /** Returns what is the case where a condition does not hold. */
  String of(Expression condition) throws EvaluationException {
    if (condition instanceof Binary binary) {
      return sides(binary);
    }
    if (condition instanceof StateTest test) {
      return states(test);
    }
    if (condition instanceof Unary(UnaryOperator operator, Expression operand, _)
        && operator == UnaryOperator.NOT) {
      return "`%s` holds".formatted(Wording.line(operand.span().text()))
          + (operand instanceof StateTest test ? ": " + states(test) : "");
    }
    return "it is false";
  }

  private String sides(Binary binary) throws EvaluationException {
    return switch (binary.operator()) {
      case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, MATCHES ->
          "the left side is %s, the right side %s"
              .formatted(side(binary.left()), side(binary.right()));
      case OR -> "neither side holds";
      case AND, OR_ELSE, MULTIPLY, DIVIDE, ADD, SUBTRACT -> "it is false";
    };
  }

  private String side(Expression expression) throws EvaluationException {
    return Wording.line(Texts.shown(questions.value(expression, Type.ANY)));
  }

  private String states(StateTest test) throws EvaluationException {
    Formula formula = questions.formula(test, Type.BOOLEAN);
    if (!(formula instanceof Formula.StateTest(Formula subject, _, _))
        || !StateWords.ALL.contains(test.word().text())) {
      return "it is " + side(test.subject());
    }
    List<String> found = new ArrayList<>();
    for (MemberValue member : questions.members(questions.value(subject, Map.of()))) {
      found.add(member(member));
    }
    int more = found.size() - MOST_MEMBERS;
    String shown = String.join("; ", found.subList(0, Math.min(found.size(), MOST_MEMBERS)));
    return found.isEmpty()
        ? "there is no such member"
        : shown + (more > 0 ? "; and " + more + " more" : "");
  }

  private String member(MemberValue member) throws EvaluationException {
    Optional<MemberReport> report =
        questions.take().outcome().report().members().stream()
            .filter(one -> one.service().equals(member.service()))
            .filter(one -> one.member().equals(member.name()))
            .findFirst();
    return member.name()
        + " "
        + report.map(Finding::deeds).orElse("is untouched")
        + condition(member);
  }

  private static String deeds(MemberReport report) {
    if (report.outcome() == Outcome.UNTOUCHED) {
      return "is untouched";
    }
    List<String> deeds = new ArrayList<>();
    for (Deed deed : Deed.values()) {
      if (report.deeds().contains(deed) && deed != Deed.TOUCHED) {
        deeds.add(deed.name().toLowerCase(Locale.ROOT));
      }
    }
    String failed = report.outcome() == Outcome.FAILED ? "failed, was " : "was ";
    String none = report.deeds().isEmpty() ? "left as it was" : "touched";
    return failed
        + (deeds.isEmpty() ? none : String.join(" and ", deeds))
        + " (%s → %s)".formatted(report.before(), report.after());
  }

  private String condition(MemberValue member) throws EvaluationException {
    Value state = questions.observer().call("state", List.of(member), Map.of());
    if (!(state instanceof MapValue(Map<String, Value> entries))) {
      return "";
    }
    String detail = entries.containsKey("detail") ? Texts.plain(entries.get("detail")) : "";
    return ", now "
        + Texts.plain(entries.getOrDefault("condition", new Value.StringValue("unknown")))
        + (detail.isBlank() ? "" : " (" + detail + ")");
  }
}
