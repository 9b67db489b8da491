package dev.bounce.plan;

import dev.bounce.check.Functions;
import dev.bounce.diag.Code;
import dev.bounce.notation.IniValues;
import dev.bounce.notation.JsonText;
import dev.bounce.notation.NotationException;
import dev.bounce.notation.UvlValues;
import dev.bounce.notation.YamlValues;
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
import java.util.Locale;
import java.util.Map;

/** What the pure built-in functions compute. */
final class PureFunctions {
  private PureFunctions() {}

  /** Tells whether the function can be computed from its arguments alone. */
  static boolean isPure(String name) {
    return Functions.find(name)
        .filter(signature -> signature.kind() == Functions.Kind.PURE)
        .isPresent();
  }

  static Value apply(String name, List<Value> arguments) throws EvaluationException {
    Value first = arguments.getFirst();
    return switch (name) {
      case "len" -> new IntegerValue(length(first));
      case "contains" -> new BooleanValue(contains(first, arguments.get(1)));
      case "join" -> join(first, arguments.get(1));
      case "split" -> texts(split(Texts.plain(first), Texts.plain(arguments.get(1))), first);
      case "lines" -> texts(Texts.plain(first).lines().toList(), first);
      case "trim" -> Secrets.text(Texts.plain(first).strip(), first);
      case "base-name" -> Secrets.text(baseName(Texts.plain(first)), first);
      case "int" -> integer(first);
      case "replace" -> replaced(arguments);
      case "lower" -> Secrets.text(Texts.plain(first).toLowerCase(Locale.ROOT), first);
      case "upper" -> Secrets.text(Texts.plain(first).toUpperCase(Locale.ROOT), first);
      case "starts-with" ->
          new BooleanValue(Texts.plain(first).startsWith(Texts.plain(arguments.get(1))));
      case "ends-with" ->
          new BooleanValue(Texts.plain(first).endsWith(Texts.plain(arguments.get(1))));
      case "captures" ->
          texts(Operators.captures(first, arguments.get(1)), first, arguments.get(1));
      case "keys" -> new ListValue(Operators.items(first));
      case "values" -> CollectionFunctions.values(first);
      case "sort" -> CollectionFunctions.sorted(first);
      case "unique" -> CollectionFunctions.unique(first);
      case "reverse" -> CollectionFunctions.reversed(first);
      case "flat" -> CollectionFunctions.flat(first);
      case "merge" -> CollectionFunctions.merged(first);
      case "json" -> read(first, "JSON", JsonText::read);
      case "yaml" -> read(first, "YAML", YamlValues::read);
      case "ini" -> read(first, "INI", IniValues::read);
      case "uvl" -> read(first, "UVL", UvlValues::read);
      case "dependency-order" -> ordered(first, arguments.get(1));
      case "any" -> new BooleanValue(anyMatches(first, arguments.get(1)));
      case "secret" -> new SecretValue(Texts.plain(first));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Value join(Value list, Value separator) throws EvaluationException {
    List<String> texts = Operators.items(list).stream().map(Texts::plain).toList();
    long length = texts.size() * (long) Texts.plain(separator).length();
    Sizes.checkLength(length + texts.stream().mapToLong(String::length).sum());
    return Secrets.text(String.join(Texts.plain(separator), texts), list, separator);
  }

  /** Reads text as values. */
  @FunctionalInterface
  private interface Notation {
    Value read(String text) throws NotationException;
  }

  private static Value read(Value text, String name, Notation notation) throws EvaluationException {
    try {
      return Secrets.taken(notation.read(Texts.plain(text)), text);
    } catch (NotationException wrong) {
      // The message quotes the text.
      throw new EvaluationException(
          Code.P004, Secrets.isIn(text) ? "the secret is not " + name : wrong.message());
    }
  }

  private static Value ordered(Value names, Value requirements) throws EvaluationException {
    ListValue both = new ListValue(List.of(names, requirements));
    try {
      return Secrets.taken(DependencyOrder.of(names, requirements), both);
    } catch (EvaluationException circle) {
      // The message names what is in it.
      throw Secrets.isIn(both)
          ? new EvaluationException(circle.code(), "the secrets among the names have no order")
          : circle;
    }
  }

  private static Value replaced(List<Value> arguments) throws EvaluationException {
    Value text = arguments.getFirst();
    String part = Texts.plain(arguments.get(1));
    Value other = arguments.get(2);
    if (part.isEmpty()) {
      throw new EvaluationException(Code.P004, "`replace` cannot look for an empty text");
    }
    String whole = Texts.plain(text);
    long length = whole.length();
    for (int at = whole.indexOf(part); at >= 0; at = whole.indexOf(part, at + part.length())) {
      length += Texts.plain(other).length() - part.length();
    }
    Sizes.checkLength(length);
    return Secrets.text(whole.replace(part, Texts.plain(other)), text, arguments.get(1), other);
  }

  /** Returns the folder of a path, {@code .} where it names none. */
  static String directory(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "." : slash == 0 ? "/" : path.substring(0, slash);
  }

  private static long length(Value value) throws EvaluationException {
    return switch (value) {
      case StringValue(String text) -> text.codePointCount(0, text.length());
      case SecretValue(String text) -> text.codePointCount(0, text.length());
      case ListValue(List<Value> elements) -> elements.size();
      case MapValue(Map<String, Value> entries) -> entries.size();
      case IntegerValue _,
          BooleanValue _,
          Value.DurationValue _,
          Value.PercentValue _,
          Value.WordValue _,
          Value.ServiceValue _,
          Value.MemberValue _,
          Value.HostValue _,
          Value.BackendValue _,
          Value.MissingValue _ ->
          throw new EvaluationException(Code.C007, Texts.shown(value) + " has no length");
    };
  }

  private static boolean contains(Value whole, Value part) throws EvaluationException {
    if (whole instanceof StringValue || whole instanceof SecretValue) {
      return Texts.plain(whole).contains(Texts.plain(part));
    }
    for (Value item : Operators.items(whole)) {
      if (Operators.equal(item, part)) {
        return true;
      }
    }
    return false;
  }

  private static boolean anyMatches(Value list, Value expression) throws EvaluationException {
    for (Value item : Operators.items(list)) {
      if (Operators.matches(item, expression)) {
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
    int end = path.length();
    while (end > 1 && path.charAt(end - 1) == '/') {
      end--;
    }
    String trimmed = path.substring(0, end);
    return trimmed.substring(trimmed.lastIndexOf('/') + 1);
  }

  private static Value integer(Value text) throws EvaluationException {
    if (text instanceof SecretValue) {
      throw new EvaluationException(Code.C007, "a secret cannot become a number");
    }
    try {
      return new IntegerValue(Long.parseLong(Texts.plain(text).strip()));
    } catch (NumberFormatException wrong) {
      throw new EvaluationException(
          Code.P004, Texts.quoted(Texts.plain(text)) + " is not a whole number");
    }
  }

  private static Value texts(List<String> texts, Value... origins) {
    return new ListValue(texts.stream().map(text -> Secrets.text(text, origins)).toList());
  }
}
