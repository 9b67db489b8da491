package dev.bounce.value;

import dev.bounce.value.Value.SecretValue;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns trees of records into the plain structures of {@link Json} and back, led by the declared
 * types alone: no class needs to know of it, and no structure can name a class that the
 * declarations do not.
 *
 * <p>It takes records, sealed interfaces of records and enums, enums, text, numbers, lengths and
 * points of time, paths, {@code Optional}, {@code List}, {@code Set} and {@code Map<String, …>};
 * {@code Object} where it holds text, a boolean or a whole number. A record is a map from its
 * components, an empty {@code Optional} component is left out. Where a sealed interface is
 * declared, {@value #TYPE} holds the simple name of the class in kebab-case.
 *
 * <p><b>Secrets do not pass:</b> of a {@link SecretValue} the mask is written, and decoding gives a
 * secret that holds the mask.
 *
 * <p>Decoding what was encoded gives an equal tree, secrets apart; encoding the same tree gives the
 * same structure, byte for byte once written. Decoding is strict: a component that is missing or
 * unknown is refused.
 *
 * @param <T> the class at the root
 */
public final class RecordCodec<T> {
  /** The key that holds the type; no component can be called so. */
  public static final String TYPE = "@type";

  /** How deep a tree may be. */
  public static final int DEPTH_LIMIT = Json.DEPTH_LIMIT;

  static final String LONG = "long";

  private final Class<T> root;
  private final Map<Class<?>, Converter<?>> converters;

  private RecordCodec(Class<T> root, Map<Class<?>, Converter<?>> converters) {
    this.root = root;
    this.converters = converters;
  }

  /** Returns a codec for trees of that root. */
  public static <T> RecordCodec<T> of(Class<T> root) {
    return new RecordCodec<>(root, Map.of());
  }

  /** Returns this codec with a way of its own for one class. */
  public <C> RecordCodec<T> with(Class<C> type, Converter<C> converter) {
    Map<Class<?>, Converter<?>> more = new LinkedHashMap<>(converters);
    more.put(type, converter);
    return new RecordCodec<>(root, Map.copyOf(more));
  }

  /** How one class is written and read. */
  public interface Converter<C> {
    /** Returns a structure for {@link Json}. */
    Object encode(C value);

    /**
     * Returns the value again.
     *
     * @param path where the structure stands, for the exception
     */
    C decode(Object structure, String path) throws CodecException;
  }

  /**
   * Returns the structure of a tree.
   *
   * @throws IllegalArgumentException when the tree holds a type that no codec takes, or is too
   *     deep: an error of bounce, not of its input
   */
  public Object encode(T tree) {
    return encode(tree, root, 0);
  }

  /**
   * Returns the tree of a structure.
   *
   * @throws CodecException when the structure is not one of this root, with the place where it
   *     differs
   */
  public T decode(Object structure) throws CodecException {
    return root.cast(decode(structure, root, "", 0));
  }

  /**
   * Returns how deep a tree is, as {@link #encode} counts it; whoever has a tree that could be too
   * deep asks before. Goes over it without recursion.
   */
  public int depth(T tree) {
    Deque<Level> open = new ArrayDeque<>();
    open.push(new Level(tree, 0));
    int deepest = 0;
    while (!open.isEmpty()) {
      Level level = open.pop();
      deepest = Math.max(deepest, level.depth());
      parts(level.value()).forEach(part -> open.push(new Level(part, level.depth() + 1)));
    }
    return deepest;
  }

  private record Level(Object value, int depth) {}

  private Collection<?> parts(Object value) {
    return switch (value) {
      case Optional<?> optional -> optional.stream().toList();
      case List<?> list -> list;
      case Set<?> set -> set;
      case Map<?, ?> map -> map.values();
      case Record record when !converters.containsKey(record.getClass()) ->
          RecordShape.of(record.getClass()).components().stream()
              .map(component -> component.read(record))
              .toList();
      default -> List.of();
    };
  }

  private Object encode(Object value, Type declared, int depth) {
    if (depth > DEPTH_LIMIT) {
      throw new IllegalArgumentException("a tree deeper than " + DEPTH_LIMIT);
    }
    if (declared instanceof ParameterizedType generic) {
      return encodeGeneric(value, generic, depth);
    }
    Class<?> type = (Class<?>) declared;
    Converter<?> converter = converters.get(type);
    if (converter != null) {
      return convert(converter, value);
    }
    if (type.isSealed() && type.isInterface()) {
      return encodeMember(value, type, depth);
    }
    if (type.isRecord()) {
      return encodeComponents(new LinkedHashMap<>(), value, depth);
    }
    return Scalars.encode(value, type);
  }

  @SuppressWarnings("unchecked") // it is kept under the class that it converts
  private static <C> Object convert(Converter<C> converter, Object value) {
    return converter.encode((C) value);
  }

  private Object encodeGeneric(Object value, ParameterizedType declared, int depth) {
    Class<?> type = (Class<?>) declared.getRawType();
    if (type == Optional.class) {
      Optional<?> optional = (Optional<?>) value;
      return optional.isEmpty()
          ? optional
          : encode(optional.get(), RecordShape.argument(declared, 0), depth + 1);
    }
    if (type == List.class || type == Set.class) {
      List<Object> elements = new ArrayList<>();
      for (Object element : (Collection<?>) value) {
        elements.add(encode(element, RecordShape.argument(declared, 0), depth + 1));
      }
      return elements;
    }
    if (type == Map.class && RecordShape.argument(declared, 0) == String.class) {
      Map<String, Object> entries = new LinkedHashMap<>();
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
        entries.put(
            (String) entry.getKey(),
            encode(entry.getValue(), RecordShape.argument(declared, 1), depth + 1));
      }
      return entries;
    }
    throw new IllegalArgumentException("no codec for " + declared);
  }

  private Object encodeMember(Object value, Class<?> declared, int depth) {
    Class<?> type = RecordShape.classOf(value);
    Map<String, Object> structure = new LinkedHashMap<>();
    structure.put(TYPE, RecordShape.memberName(declared, type));
    if (value instanceof Enum<?> constant) {
      structure.put("name", constant.name());
      return structure;
    }
    return encodeComponents(structure, value, depth);
  }

  private Object encodeComponents(Map<String, Object> structure, Object value, int depth) {
    Object safe = value instanceof SecretValue ? new SecretValue(Texts.MASK) : value;
    for (RecordShape.Component component : RecordShape.of(safe.getClass()).components()) {
      Object part = component.read(safe);
      if (!(part instanceof Optional<?> optional && optional.isEmpty())) {
        structure.put(component.name(), encode(part, component.type(), depth + 1));
      }
    }
    return structure;
  }

  private Object decode(Object structure, Type declared, String path, int depth)
      throws CodecException {
    if (depth > DEPTH_LIMIT) {
      throw new CodecException("", "nested deeper than " + DEPTH_LIMIT);
    }
    if (declared instanceof ParameterizedType generic) {
      return decodeGeneric(structure, generic, path, depth);
    }
    Class<?> type = (Class<?>) declared;
    Converter<?> converter = converters.get(type);
    if (converter != null) {
      return converter.decode(structure, path);
    }
    if (type.isSealed() && type.isInterface()) {
      return decodeMember(structure, type, path, depth);
    }
    if (type.isRecord()) {
      return decodeComponents(map(structure, path), RecordShape.of(type), path, depth);
    }
    return Scalars.decode(structure, type, path);
  }

  private Object decodeGeneric(Object structure, ParameterizedType declared, String path, int depth)
      throws CodecException {
    Class<?> type = (Class<?>) declared.getRawType();
    if (type == Optional.class) {
      return structure instanceof Optional<?> absent && absent.isEmpty()
          ? absent
          : Optional.of(decode(structure, RecordShape.argument(declared, 0), path, depth + 1));
    }
    if (type == Set.class) {
      return Collections.unmodifiableSet(
          new LinkedHashSet<>(elements(structure, declared, path, depth)));
    }
    if (type == List.class) {
      return Collections.unmodifiableList(elements(structure, declared, path, depth));
    }
    if (type == Map.class && RecordShape.argument(declared, 0) == String.class) {
      Map<String, Object> entries = new LinkedHashMap<>();
      for (Map.Entry<String, Object> entry : map(structure, path).entrySet()) {
        String place = below(path, entry.getKey());
        entries.put(
            entry.getKey(),
            decode(entry.getValue(), RecordShape.argument(declared, 1), place, depth + 1));
      }
      return Collections.unmodifiableMap(entries);
    }
    throw new IllegalArgumentException("no codec for " + declared);
  }

  private List<Object> elements(
      Object structure, ParameterizedType declared, String path, int depth) throws CodecException {
    if (!(structure instanceof List<?> list)) {
      throw new CodecException(path, "not a list");
    }
    List<Object> elements = new ArrayList<>();
    for (Object element : list) {
      String place = path + "[" + elements.size() + "]";
      elements.add(decode(element, RecordShape.argument(declared, 0), place, depth + 1));
    }
    return elements;
  }

  private Object decodeMember(Object structure, Class<?> declared, String path, int depth)
      throws CodecException {
    Map<String, Object> entries = new LinkedHashMap<>(map(structure, path));
    Object name = entries.remove(TYPE);
    if (name == null) {
      throw new CodecException(path, "`" + TYPE + "` is missing");
    }
    Class<?> type = RecordShape.members(declared).get(String.valueOf(name));
    if (type == null) {
      throw new CodecException(
          path, "`" + name + "` is no type of " + RecordShape.kebab(declared.getSimpleName()));
    }
    if (type.isEnum()) {
      if (entries.size() != 1 || !entries.containsKey("name")) {
        throw new CodecException(path, "not the name of one constant");
      }
      return Scalars.decode(entries.getOrDefault("name", ""), type, below(path, "name"));
    }
    return decodeComponents(entries, RecordShape.of(type), path, depth);
  }

  private Object decodeComponents(
      Map<String, Object> entries, RecordShape shape, String path, int depth)
      throws CodecException {
    Object[] parts = new Object[shape.components().size()];
    int used = 0;
    for (int i = 0; i < parts.length; i++) {
      RecordShape.Component component = shape.components().get(i);
      Object part = entries.get(component.name());
      String place = below(path, component.name());
      if (part != null) {
        parts[i] = decode(part, component.type(), place, depth + 1);
        used++;
      } else if (component.isOptional()) {
        parts[i] = Optional.empty();
      } else {
        throw new CodecException(place, "it is missing");
      }
    }
    if (used < entries.size()) {
      throw new CodecException(path, unknown(entries, shape));
    }
    return shape.create(parts, path);
  }

  private static String unknown(Map<String, Object> entries, RecordShape shape) {
    List<String> names = new ArrayList<>(entries.keySet());
    shape.components().forEach(component -> names.remove(component.name()));
    return "`" + names.getFirst() + "` is not known here";
  }

  @SuppressWarnings("unchecked") // the keys are seen to be text
  private static Map<String, Object> map(Object structure, String path) throws CodecException {
    if (structure instanceof Map<?, ?> map
        && map.keySet().stream().allMatch(key -> key instanceof String)) {
      return (Map<String, Object>) map;
    }
    throw new CodecException(path, "not a map");
  }

  private static String below(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
