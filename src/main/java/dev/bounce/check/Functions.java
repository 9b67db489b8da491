package dev.bounce.check;

import dev.bounce.value.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The signatures of the built-in functions. */
public final class Functions {
  /** The named argument that says in which place a function looks. */
  public static final String PLACE_ARGUMENT = "on";

  /** The functions whose second argument is a regular expression. */
  static final Set<String> PATTERN_SECOND = Set.of("any", "captures");

  /** What a command came to, as {@code command(…)} and {@code run … into NAME} give it. */
  static final Type COMMAND_RESULT =
      new Type.RecordOf(
          "the result of a command",
          attributes("ok", Type.BOOLEAN, "code", Type.INTEGER, "output", Type.STRING));

  private static final Type HTTP_ANSWER =
      new Type.RecordOf(
          "the answer to a request",
          attributes("ok", Type.BOOLEAN, "status", Type.INTEGER, "body", Type.STRING));

  private static final Type TCP_ANSWER =
      new Type.RecordOf("the answer to a connection", Map.of("ok", Type.BOOLEAN));

  private static final Set<String> FILES =
      Set.of("env", "file", "exists", "glob", "link-target", "real-path", "owner");

  private static final Type FEATURE_MODEL = new Type.RecordOf("a feature model", featureModel());

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
    pure("replace", Type.STRING, Type.STRING, Type.STRING, Type.STRING);
    pure("lower", Type.STRING, Type.STRING);
    pure("upper", Type.STRING, Type.STRING);
    pure("starts-with", Type.BOOLEAN, Type.STRING, Type.STRING);
    pure("ends-with", Type.BOOLEAN, Type.STRING, Type.STRING);
    pure("captures", new Type.ListOf(Type.STRING), Type.STRING, Type.STRING);
    pure("keys", new Type.ListOf(Type.STRING), new Type.MapOf(Type.ANY));
    pure("values", new Type.ListOf(Type.ANY), new Type.MapOf(Type.ANY));
    pure("sort", new Type.ListOf(Type.ANY), new Type.ListOf(Type.ANY));
    pure("unique", new Type.ListOf(Type.ANY), new Type.ListOf(Type.ANY));
    pure("reverse", new Type.ListOf(Type.ANY), new Type.ListOf(Type.ANY));
    pure("flat", new Type.ListOf(Type.ANY), new Type.ListOf(new Type.ListOf(Type.ANY)));
    pure("merge", new Type.MapOf(Type.ANY), new Type.ListOf(new Type.MapOf(Type.ANY)));
    pure("json", Type.ANY, Type.STRING);
    pure("yaml", Type.ANY, Type.STRING);
    pure("ini", new Type.MapOf(new Type.MapOf(Type.STRING)), Type.STRING);
    pure("uvl", FEATURE_MODEL, Type.STRING);
    pure("dependency-order", new Type.ListOf(Type.STRING), new Type.ListOf(Type.ANY), Type.ANY);
    pure("any", Type.BOOLEAN, new Type.ListOf(Type.STRING), Type.STRING);
    pure("secret", Type.SECRET, Type.STRING);
    observing("env", Type.STRING, Set.of(), Type.STRING);
    observing("file", Type.STRING, Set.of(PLACE_ARGUMENT), Type.PATH);
    observing("exists", Type.BOOLEAN, Set.of(PLACE_ARGUMENT), Type.PATH);
    observing("glob", new Type.ListOf(Type.PATH), Set.of(PLACE_ARGUMENT), Type.STRING);
    observing("link-target", Type.PATH, Set.of(PLACE_ARGUMENT), Type.PATH);
    observing("real-path", Type.PATH, Set.of(PLACE_ARGUMENT), Type.PATH);
    observing("owner", Type.STRING, Set.of(PLACE_ARGUMENT), Type.PATH);
    observing("members", new Type.ListOf(Type.MEMBER), Set.of(), Type.SERVICE);
    observing("state", Type.ANY, Set.of(), Type.TARGET);
    observing("capacity", Type.PERCENT, Set.of(), Type.SERVICE);
    observing("http", HTTP_ANSWER, Set.of("timeout", "headers"), Type.STRING);
    observing("tcp", TCP_ANSWER, Set.of("timeout"), Type.STRING);
    observing(
        "command", COMMAND_RESULT, Set.of("timeout", PLACE_ARGUMENT), new Type.ListOf(Type.STRING));
    observing(
        "changed",
        new Type.ListOf(Type.STRING),
        Set.of("in", "timeout", PLACE_ARGUMENT),
        Type.STRING);
    testing("commands", new Type.ListOf(Type.ANY), new Type.ListOf(Type.STRING));
    later("hosts", new Type.ListOf(Type.HOST), Type.STRING);
  }

  private Functions() {}

  /**
   * What a function takes and gives.
   *
   * @param name how it is called
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
    /** By looking at what a test has run. */
    TESTING,
    /** The language has it, this version does not. */
    LATER
  }

  /** Returns the signature of a built-in function. */
  public static Optional<Signature> find(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  /** Tells whether all that a function looks at is files and the environment. */
  public static boolean readsFiles(String name) {
    return FILES.contains(name);
  }

  /** Returns the names of all built-in functions. */
  public static Set<String> names() {
    return ALL.keySet();
  }

  private static Map<String, Type> featureModel() {
    Map<String, Type> attributes = new LinkedHashMap<>();
    attributes.put("features", new Type.ListOf(Type.ANY));
    attributes.put("constraints", new Type.ListOf(Type.STRING));
    attributes.put("requirements", new Type.ListOf(Type.ANY));
    attributes.put("ignored", new Type.ListOf(Type.STRING));
    attributes.put("imports", new Type.ListOf(Type.STRING));
    return attributes;
  }

  private static Map<String, Type> attributes(
      String first, Type firstType, String second, Type secondType, String third, Type thirdType) {
    Map<String, Type> attributes = new LinkedHashMap<>();
    attributes.put(first, firstType);
    attributes.put(second, secondType);
    attributes.put(third, thirdType);
    return attributes;
  }

  private static void pure(String name, Type result, Type... parameters) {
    ALL.put(name, new Signature(name, List.of(parameters), Set.of(), result, Kind.PURE));
  }

  private static void observing(String name, Type result, Set<String> named, Type... parameters) {
    ALL.put(name, new Signature(name, List.of(parameters), named, result, Kind.OBSERVING));
  }

  private static void testing(String name, Type result, Type... parameters) {
    ALL.put(name, new Signature(name, List.of(parameters), Set.of(), result, Kind.TESTING));
  }

  private static void later(String name, Type result, Type... parameters) {
    ALL.put(name, new Signature(name, List.of(parameters), Set.of("in"), result, Kind.LATER));
  }
}
