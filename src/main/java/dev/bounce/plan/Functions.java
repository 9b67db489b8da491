package dev.bounce.plan;

import dev.bounce.diag.Code;
import dev.bounce.value.Texts;
import dev.bounce.value.Type;
import dev.bounce.value.Value;
import dev.bounce.value.Value.BooleanValue;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MapValue;
import dev.bounce.value.Value.SecretValue;
import dev.bounce.value.Value.StringValue;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The built-in functions: what they take and give, and what the pure ones compute. */
public final class Functions {
  private static final Map<String, Signature> ALL = new LinkedHashMap<>();

  static {
    pure("len", Type.INTEGER, Type.ANY);
    pure("contains", Type.BOOLEAN, Type.ANY, Type.ANY);
    pure("join", Type.STRING, new Type.ListOf(Type.ANY), Type.STRING);
    pure("split", new Type.ListOf(Type.STRING), Type.STRING, Type.STRING);
    pure("lines", new Type.ListOf(Type.STRING), Type.STRING);
    pure("trim", Type.STRING, Type.STRING);
    pure("base-name", Type.STRING, Type.PATH);
    pure("int", Type.INTEGER, Type.ANY);
    pure("json", Type.ANY, Type.STRING);
    pure("any", Type.BOOLEAN, new Type.ListOf(Type.STRING), Type.STRING);
    pure("secret", Type.SECRET, Type.STRING);
    observing("env", Type.STRING, Set.of(), Type.STRING);
    observing("file", Type.STRING, Set.of("on"), Type.PATH);
    observing("exists", Type.BOOLEAN, Set.of("on"), Type.PATH);
    observing("glob", new Type.ListOf(Type.PATH), Set.of(), Type.STRING);
    observing("link-target", Type.PATH, Set.of(), Type.PATH);
    observing("real-path", Type.PATH, Set.of(), Type.PATH);
    observing("members", new Type.ListOf(Type.MEMBER), Set.of(), Type.SERVICE);
    observing("state", Type.ANY, Set.of(), Type.TARGET);
    observing("capacity", Type.PERCENT, Set.of(), Type.SERVICE);
    observing("http", Type.ANY, Set.of("timeout"), Type.STRING);
    observing("tcp", Type.ANY, Set.of("timeout"), Type.STRING);
    observing("command", Type.ANY, Set.of("timeout"), new Type.ListOf(Type.STRING));
    observing("commands", new Type.ListOf(Type.ANY), Set.of(), new Type.ListOf(Type.STRING));
    later("hosts", new Type.ListOf(Type.HOST), Type.STRING);
    later("changed", new Type.ListOf(Type.STRING), Type.STRING);
    later("yaml", Type.ANY, Type.STRING);
    later("uvl", Type.ANY, Type.PATH);
  }

  private Functions() {}

  /**
   * What a function takes and gives.
   *
   * @param parameters the types of its arguments, in order; all have to be given
   * @param named arguments that may be given by name
   * @param result the type of its value
   * @param kind whether it computes or looks
   */
  public record Signature(
      String name, List<Type> parameters, Set<String> named, Type result, Kind kind) {}

  /** How a function comes to its value. */
  public enum Kind {
    /** From its arguments alone. */
    PURE,
    /** By looking at the world, when control reaches it. */
    OBSERVING,
    /** The language has it, this version does not. */
    LATER
  }

  /** Returns the signature of a built-in function. */
  public static Optional<Signature> find(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  /** Returns the names of all built-in functions. */
  public static Set<String> names() {
    return ALL.keySet();
  }

  /** Tells whether the function can be computed from these arguments alone. */
  static boolean isPure(String name, List<Value> arguments) {
    Signature signature = ALL.get(name);
    boolean ofService = arguments.stream().anyMatch(Value.ServiceValue.class::isInstance);
    return signature != null && signature.kind() == Kind.PURE && !(name.equals("len") && ofService);
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

  private static void pure(String name, Type result, Type... parameters) {
    ALL.put(name, new Signature(name, List.of(parameters), Set.of(), result, Kind.PURE));
  }

  private static void observing(String name, Type result, Set<String> named, Type... parameters) {
    ALL.put(name, new Signature(name, List.of(parameters), named, result, Kind.OBSERVING));
  }

  private static void later(String name, Type result, Type... parameters) {
    ALL.put(name, new Signature(name, List.of(parameters), Set.of("in"), result, Kind.LATER));
  }
}
