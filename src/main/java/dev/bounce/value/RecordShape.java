package dev.bounce.value;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What reflection tells of a record, looked up once per class.
 *
 * @param components in the order of their declaration
 * @param constructor the canonical one
 */
record RecordShape(List<Component> components, Constructor<?> constructor) {
  private static final ClassValue<RecordShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
          return inspect(type);
        }
      };

  private static final ClassValue<Map<String, Class<?>>> MEMBERS =
      new ClassValue<>() {
        @Override
        protected Map<String, Class<?>> computeValue(Class<?> type) {
          Map<String, Class<?>> members = new LinkedHashMap<>();
          collect(type, members);
          return Collections.unmodifiableMap(members);
        }
      };

  /** A component of a record. */
  record Component(String name, Type type, Method accessor) {
    Object read(Object owner) {
      try {
        return accessor.invoke(owner);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot read " + accessor, e);
      }
    }

    boolean isOptional() {
      return type instanceof ParameterizedType generic && generic.getRawType() == Optional.class;
    }
  }

  static RecordShape of(Class<?> type) {
    return SHAPES.get(type);
  }

  /** Returns the records and enums of a sealed interface by their names in structures. */
  static Map<String, Class<?>> members(Class<?> sealedInterface) {
    return MEMBERS.get(sealedInterface);
  }

  /** Returns the name, within a sealed interface, of one of its classes. */
  static String memberName(Class<?> sealedInterface, Class<?> type) {
    String name = kebab(type.getSimpleName());
    if (members(sealedInterface).get(name) != type) {
      throw new IllegalArgumentException(type + " is no member of " + sealedInterface);
    }
    return name;
  }

  /** Returns the class of a value, for a constant of an enum the enum. */
  static Class<?> classOf(Object value) {
    return value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
  }

  static Type argument(ParameterizedType generic, int index) {
    return generic.getActualTypeArguments()[index];
  }

  /** Returns a simple class name in kebab-case. */
  static String kebab(String simpleName) {
    StringBuilder kebab = new StringBuilder(simpleName.length() + 4);
    for (int i = 0; i < simpleName.length(); i++) {
      char character = simpleName.charAt(i);
      boolean begins = Character.isUpperCase(character);
      if (begins && i > 0 && !Character.isUpperCase(simpleName.charAt(i - 1))) {
        kebab.append('-');
      }
      kebab.append(begins ? Character.toLowerCase(character) : character);
    }
    return kebab.toString();
  }

  /** Makes a record; what its constructor refuses is refused with the path. */
  Object create(Object[] parts, String path) throws CodecException {
    try {
      return constructor.newInstance(parts);
    } catch (InvocationTargetException e) {
      throw new CodecException(path, "refused: " + e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make " + constructor, e);
    }
  }

  private static RecordShape inspect(Class<?> type) {
    RecordComponent[] found = type.getRecordComponents();
    if (found == null || type.getTypeParameters().length > 0) {
      throw new IllegalArgumentException("no codec for " + type);
    }
    List<Component> components = new ArrayList<>();
    for (RecordComponent component : found) {
      components.add(
          new Component(
              component.getName(), component.getGenericType(), open(component.getAccessor())));
    }
    Class<?>[] types = Arrays.stream(found).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return new RecordShape(List.copyOf(components), open(type.getDeclaredConstructor(types)));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("a record without its constructor: " + type, e);
    }
  }

  /** A record need not be public to be saved. */
  private static <A extends AccessibleObject> A open(A member) {
    member.setAccessible(true);
    return member;
  }

  private static void collect(Class<?> type, Map<String, Class<?>> members) {
    if (type.isSealed() && type.isInterface()) {
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        collect(permitted, members);
      }
    } else if (!type.isRecord() && !type.isEnum()) {
      throw new IllegalArgumentException("no codec for " + type);
    } else if (members.put(kebab(type.getSimpleName()), type) != null) {
      throw new IllegalArgumentException("two types are called " + type.getSimpleName());
    }
  }
}
