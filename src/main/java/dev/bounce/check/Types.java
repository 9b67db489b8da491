package dev.bounce.check;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Suggest;
import dev.bounce.syntax.TypeName;
import dev.bounce.value.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which values fit where, and what the written types mean. */
public final class Types {
  private static final Map<String, Type> WRITTEN =
      Map.ofEntries(
          Map.entry("string", Type.STRING),
          Map.entry("int", Type.INTEGER),
          Map.entry("bool", Type.BOOLEAN),
          Map.entry("duration", Type.DURATION),
          Map.entry("percent", Type.PERCENT),
          Map.entry("count", Type.COUNT),
          Map.entry("path", Type.PATH),
          Map.entry("service", Type.SERVICE),
          Map.entry("member", Type.MEMBER),
          Map.entry("host", Type.HOST),
          Map.entry("backend", Type.BACKEND),
          Map.entry("flag", Type.FLAG),
          Map.entry("block", Type.BLOCK),
          Map.entry("secret", Type.SECRET));
  private static final Set<String> WITH_ARGUMENTS = Set.of("list", "map", "enum");
  private static final Set<Type> TEXTS = Set.of(Type.STRING, Type.PATH, Type.SECRET, Type.WORD);
  private static final Set<Type> TARGETS = Set.of(Type.SERVICE, Type.MEMBER, Type.TARGET);
  private static final Type COUNTS_LIST = new Type.ListOf(Type.COUNT);
  private static final Set<Type> COUNTS = Set.of(Type.INTEGER, Type.PERCENT, Type.COUNT);

  private Types() {}

  /**
   * Returns the type that is meant; {@link Type#ANY}, reported, where there is none of that name.
   */
  public static Type resolve(TypeName written, Diagnostics diagnostics) {
    String name = written.name().text();
    return switch (name) {
      case "list" -> new Type.ListOf(only(written, diagnostics));
      case "map" -> new Type.MapOf(only(written, diagnostics));
      case "enum" -> enumeration(written, diagnostics);
      default -> simple(written, diagnostics);
    };
  }

  private static Type enumeration(TypeName written, Diagnostics diagnostics) {
    List<String> words = new ArrayList<>();
    for (TypeName word : written.arguments()) {
      if (words.contains(word.name().text())) {
        diagnostics.add(
            Diagnostic.error(
                Code.C009, word.span(), "the word `" + word.name() + "` is given twice"));
      }
      words.add(word.name().text());
    }
    if (words.isEmpty()) {
      diagnostics.add(
          Diagnostic.error(Code.C026, written.span(), "an enum lacks its words")
              .hint("write `enum(all, web, workers)`"));
      return Type.ANY;
    }
    return new Type.EnumOf(words);
  }

  private static Type only(TypeName written, Diagnostics diagnostics) {
    if (written.arguments().size() > 1) {
      diagnostics.add(
          Diagnostic.error(
              Code.C026,
              written.arguments().get(1).span(),
              "`" + written.name() + "` takes one type, that of its elements"));
    }
    return written.arguments().isEmpty()
        ? Type.ANY
        : resolve(written.arguments().getFirst(), diagnostics);
  }

  private static Type simple(TypeName written, Diagnostics diagnostics) {
    Type type = WRITTEN.get(written.name().text());
    if (type != null) {
      if (!written.arguments().isEmpty()) {
        diagnostics.add(
            Diagnostic.error(Code.C026, written.span(), "`" + written.name() + "` takes no types"));
      }
      return type;
    }
    Set<String> known = new TreeSet<>(WRITTEN.keySet());
    known.addAll(WITH_ARGUMENTS);
    diagnostics.add(
        Diagnostic.error(Code.C026, written.span(), "unknown type `" + written.name() + "`")
            .hint("the types are " + String.join(", ", known))
            .suggest(Suggest.nearest(written.name().text(), known)));
    return Type.ANY;
  }

  /** Tells whether there is a type of that name. */
  static boolean isKnown(TypeName written) {
    return WRITTEN.containsKey(written.name().text())
        || WITH_ARGUMENTS.contains(written.name().text());
  }

  /** Tells whether a value of one type can stand where the other is expected. */
  public static boolean fits(Type actual, Type expected) {
    if (actual.equals(expected) || actual == Type.ANY || expected == Type.ANY) {
      return true;
    }
    return switch (expected) {
      case Type.Simple simple -> fitsSimple(actual, simple);
      case Type.ListOf(Type element) ->
          actual instanceof Type.ListOf(Type inner) && fits(inner, element);
      case Type.MapOf(Type element) ->
          (actual instanceof Type.MapOf(Type inner) && fits(inner, element))
              || (actual instanceof Type.RecordOf(_, Map<String, Type> attributes)
                  && attributes.values().stream().allMatch(inner -> fits(inner, element)));
      case Type.RecordOf _ -> false;
      case Type.OneOf(List<Type> options) ->
          options.stream().anyMatch(option -> fits(actual, option));
      case Type.EnumOf(List<String> words) ->
          actual instanceof Type.EnumOf(List<String> some) && words.containsAll(some);
    };
  }

  private static boolean fitsSimple(Type actual, Type.Simple expected) {
    return switch (expected) {
      case STRING, PATH, SECRET, WORD -> isText(actual);
      case COUNT -> COUNTS.contains(actual);
      case INTEGER, PERCENT -> actual == Type.COUNT;
      case TARGET -> isTarget(actual) || isText(actual);
      case SERVICE -> isText(actual) || actual == Type.TARGET;
      case PLACE -> actual == Type.HOST || actual == Type.SERVICE || actual == Type.MEMBER;
      case BOOLEAN -> actual == Type.FLAG;
      case FLAG -> actual == Type.BOOLEAN;
      case RAMP -> isCount(actual) || fits(actual, COUNTS_LIST);
      case DURATION, MEMBER, HOST, BACKEND, BLOCK, NAME, ANY -> false;
    };
  }

  /** Tells whether it is text, or a word that can be used as text. */
  static boolean isText(Type type) {
    return TEXTS.contains(type) || type instanceof Type.EnumOf;
  }

  /** Tells whether a verb can act on it. */
  static boolean isTarget(Type type) {
    return TARGETS.contains(type)
        || (type instanceof Type.ListOf(Type element)
            && (element == Type.ANY || isTarget(element) || isText(element)));
  }

  /** Tells whether it is a number or share of members. */
  static boolean isCount(Type type) {
    return COUNTS.contains(type);
  }

  /** Returns the type that both fit, {@link Type#ANY} where there is none. */
  static Type common(Type left, Type right) {
    return fits(left, right) ? right : fits(right, left) ? left : Type.ANY;
  }
}
