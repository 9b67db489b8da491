package dev.bounce.value;

import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Codes what is no tree: text, numbers, time, paths, constants. */
final class Scalars {
  private Scalars() {}

  static Object encode(Object value, Class<?> declared) {
    if (declared == Object.class) {
      return encodeAny(value);
    }
    return switch (value) {
      case String text -> text;
      case Boolean truth -> truth;
      case Integer number -> number;
      case Long number -> number;
      case BigDecimal number -> number.toString();
      case Duration duration -> duration.toString();
      case Instant instant -> instant.toString();
      case Path path -> path.toString();
      case Enum<?> constant -> constant.name();
      default -> throw new IllegalArgumentException("no codec for " + value.getClass());
    };
  }

  /** A long says so, since JSON does not tell it from an int. */
  private static Object encodeAny(Object value) {
    return switch (value) {
      case String text -> text;
      case Boolean truth -> truth;
      case Integer number -> number;
      case Long number -> Map.of(RecordCodec.LONG, number);
      default -> throw new IllegalArgumentException("no codec for " + value.getClass());
    };
  }

  static Object decode(Object structure, Class<?> declared, String path) throws CodecException {
    try {
      if (declared == Object.class) {
        return decodeAny(structure, path);
      }
      if (declared == boolean.class || declared == Boolean.class) {
        return expect(structure, Boolean.class, "true or false", path);
      }
      if (declared == int.class || declared == Integer.class) {
        return Math.toIntExact(whole(structure, path));
      }
      if (declared == long.class || declared == Long.class) {
        return whole(structure, path);
      }
      return decodeText(expect(structure, String.class, "text", path), declared, path);
    } catch (ArithmeticException | IllegalArgumentException | DateTimeException e) {
      throw new CodecException(path, "not a value of " + declared.getSimpleName());
    }
  }

  private static Object decodeText(String text, Class<?> declared, String path)
      throws CodecException {
    if (declared == String.class) {
      return text;
    }
    if (declared == BigDecimal.class) {
      return new BigDecimal(text);
    }
    if (declared == Duration.class) {
      return Duration.parse(text);
    }
    if (declared == Instant.class) {
      return Instant.parse(text);
    }
    if (declared == Path.class) {
      return path(text, path);
    }
    if (declared.isEnum()) {
      return constant(text, declared, path);
    }
    throw new UnsupportedOperationException("no codec for " + declared);
  }

  private static Object decodeAny(Object structure, String path) throws CodecException {
    if (structure instanceof Map<?, ?> map
        && map.size() == 1
        && map.containsKey(RecordCodec.LONG)) {
      return whole(map.values().iterator().next(), path);
    }
    if (structure instanceof String || structure instanceof Boolean) {
      return structure;
    }
    return Math.toIntExact(whole(structure, path));
  }

  private static long whole(Object structure, String path) throws CodecException {
    if (structure instanceof Long || structure instanceof Integer) {
      return ((Number) structure).longValue();
    }
    throw new CodecException(path, "not a whole number");
  }

  private static <C> C expect(Object structure, Class<C> type, String what, String path)
      throws CodecException {
    if (!type.isInstance(structure)) {
      throw new CodecException(path, "not " + what);
    }
    return type.cast(structure);
  }

  private static Path path(String text, String path) throws CodecException {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new CodecException(path, "not a path");
    }
  }

  private static Object constant(String text, Class<?> declared, String path)
      throws CodecException {
    for (Object constant : declared.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(text)) {
        return constant;
      }
    }
    throw new CodecException(
        path, "`" + text + "` is no " + RecordShape.kebab(declared.getSimpleName()));
  }
}
