package dev.bounce.plan;

import dev.bounce.check.Functions;
import dev.bounce.diag.Code;
import dev.bounce.value.Texts;
import dev.bounce.value.Value;
import dev.bounce.value.Value.BooleanValue;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MapValue;
import dev.bounce.value.Value.SecretValue;
import dev.bounce.value.Value.StringValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What the pure built-in functions compute. */
final class PureFunctions {
  private PureFunctions() {}

  /** Tells whether the function can be computed from its arguments alone. */
  static boolean isPure(String name) {
    return Functions.find(name).filter(signature -> signature.kind() == Functions.Kind.PURE).isPresent();
  }

  static Value apply(String name, List<Value> arguments) throws EvaluationException {
    Value first = arguments.getFirst();
    return switch (name) {
      case "len" -> new IntegerValue(length(first));
      case "contains" -> new BooleanValue(contains(first, arguments.get(1)));
      case "join" ->
          text(
              first,
              String.join(
                  Texts.plain(arguments.get(1)),
                  Operators.items(first).stream().map(Texts::plain).toList()));
      case "split" -> strings(split(Texts.plain(first), Texts.plain(arguments.get(1))));
      case "lines" -> strings(Texts.plain(first).lines().toList());
      case "trim" -> text(first, Texts.plain(first).strip());
      case "base-name" -> new StringValue(baseName(Texts.plain(first)));
      case "int" -> integer(Texts.plain(first));
      case "json" -> JsonValues.read(Texts.plain(first));
      case "any" -> new BooleanValue(anyMatches(first, Texts.plain(arguments.get(1))));
      case "secret" -> new SecretValue(Texts.plain(first));
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Returns the folder of a path, {@code .} where it names none. */
  static Value directory(String path) {
    int slash = path.lastIndexOf('/');
    return new StringValue(slash < 0 ? "." : slash == 0 ? "/" : path.substring(0, slash));
  }

  private static long length(Value value) throws EvaluationException {
    return switch (value) {
      case StringValue(String text) -> text.codePointCount(0, text.length());
      case ListValue(List<Value> elements) -> elements.size();
      case MapValue(Map<String, Value> entries) -> entries.size();
      case Value other ->
          throw new EvaluationException(Code.C007, Texts.shown(other) + " has no length");
    };
  }

  private static boolean contains(Value whole, Value part) throws EvaluationException {
    return whole instanceof StringValue(String text)
        ? text.contains(Texts.plain(part))
        : Operators.items(whole).contains(part);
  }

  private static boolean anyMatches(Value list, String expression) throws EvaluationException {
    for (Value item : Operators.items(list)) {
      if (BoundedMatcher.find(expression, Texts.plain(item))) {
        return true;
      }
    }
    return false;
  }

  private static List<String> split(String text, String separator) {
    return separator.isEmpty()
        ? List.of(text)
        : Arrays.asList(text.split(java.util.regex.Pattern.quote(separator), -1));
  }

  private static String baseName(String path) {
    String trimmed = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return trimmed.substring(trimmed.lastIndexOf('/') + 1);
  }

  private static Value integer(String text) throws EvaluationException {
    try {
      return new IntegerValue(Long.parseLong(text.strip()));
    } catch (NumberFormatException wrong) {
      throw new EvaluationException(Code.P004, Texts.quoted(text) + " is not a whole number");
    }
  }

  private static Value text(Value origin, String text) {
    boolean secret =
        origin instanceof SecretValue
            || (origin instanceof ListValue(List<Value> elements)
                && elements.stream().anyMatch(SecretValue.class::isInstance));
    return secret ? new SecretValue(text) : new StringValue(text);
  }

  private static Value strings(List<String> texts) {
    return new ListValue(texts.stream().<Value>map(StringValue::new).toList());
  }
}
