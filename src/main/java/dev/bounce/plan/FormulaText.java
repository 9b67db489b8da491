package dev.bounce.plan;

import dev.bounce.value.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows formulas as the language would write them; secrets are masked. */
public final class FormulaText {
  private FormulaText() {}

  /** Returns one line that says what is computed. */
  public static String shown(Formula formula) {
    return switch (formula) {
      case Formula.Constant(var value) -> Texts.shown(value);
      case Formula.Variable(String name) -> Names.shown(name);
      case Formula.Join(List<Formula> parts) -> join(parts);
      case Formula.Elements(List<Formula> elements) -> "[" + list(elements) + "]";
      case Formula.Entries(Map<String, Formula> entries) ->
          entries.entrySet().stream()
              .map(entry -> entry.getKey() + ": " + shown(entry.getValue()))
              .collect(Collectors.joining(", ", "[", "]"));
      case Formula.Unary unary ->
          switch (unary.operator()) {
            case NOT -> "not " + nested(unary.operand());
            case NEGATE -> "-" + nested(unary.operand());
          };
      case Formula.Binary binary ->
          nested(binary.left()) + " " + binary.operator().symbol() + " " + nested(binary.right());
      case Formula.Conditional(Formula condition, Formula then, Formula otherwise) ->
          "if %s then %s else %s".formatted(shown(condition), shown(then), shown(otherwise));
      case Formula.Attribute(Formula object, String name) -> nested(object) + "." + name;
      case Formula.Element(Formula object, Formula index) ->
          nested(object) + "[" + shown(index) + "]";
      case Formula.Comprehension comprehension ->
          "[%s for %s in %s%s]"
              .formatted(
                  shown(comprehension.element()),
                  Names.shown(comprehension.variable()),
                  shown(comprehension.items()),
                  comprehension.condition().map(test -> " if " + shown(test)).orElse(""));
      case Formula.Call call -> call(call);
      case Formula.StateTest(Formula subject, boolean negated, String word) ->
          nested(subject) + " is " + (negated ? "not " : "") + word;
    };
  }

  private static String call(Formula.Call call) {
    List<String> arguments = new ArrayList<>();
    call.arguments().forEach(argument -> arguments.add(shown(argument)));
    call.named().forEach((name, argument) -> arguments.add(name + ": " + shown(argument)));
    return call.function() + "(" + String.join(", ", arguments) + ")";
  }

  private static String join(List<Formula> parts) {
    StringBuilder text = new StringBuilder("\"");
    for (Formula part : parts) {
      if (part instanceof Formula.Constant(dev.bounce.value.Value.StringValue(String literal))) {
        String quoted = Texts.quoted(literal);
        text.append(quoted, 1, quoted.length() - 1);
      } else {
        text.append("${").append(shown(part)).append('}');
      }
    }
    return text.append('"').toString();
  }

  private static String list(List<Formula> formulas) {
    return formulas.stream().map(FormulaText::shown).collect(Collectors.joining(", "));
  }

  private static String nested(Formula formula) {
    return switch (formula) {
      case Formula.Binary _, Formula.Conditional _, Formula.StateTest _ ->
          "(" + shown(formula) + ")";
      case Formula.Constant _,
          Formula.Variable _,
          Formula.Join _,
          Formula.Elements _,
          Formula.Entries _,
          Formula.Unary _,
          Formula.Attribute _,
          Formula.Element _,
          Formula.Comprehension _,
          Formula.Call _ ->
          shown(formula);
    };
  }
}
