package dev.bounce.backend.docker;

import dev.bounce.value.Json;
import dev.bounce.value.JsonException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an answer of the Engine API holds, by names of fields. What is not there, is null, or is of
 * another kind than was asked for, is absent: the Engine leaves fields out as its versions differ.
 */
record Fields(Map<?, ?> values) {
  /** Reads an answer that is one object. */
  static Fields read(String json) throws JsonException {
    return of(Json.read(json));
  }

  /** Reads an answer that is a list of objects. */
  static List<Fields> readAll(String json) throws JsonException {
    return Json.read(json) instanceof List<?> list ? all(list) : List.of();
  }

  private static Fields of(Object value) {
    return new Fields(value instanceof Map<?, ?> map ? map : Map.of());
  }

  private static List<Fields> all(List<?> values) {
    List<Fields> all = new ArrayList<>();
    values.forEach(value -> all.add(of(value)));
    return all;
  }

  /** Returns the object of that name; one without fields where there is none. */
  Fields in(String name) {
    return of(value(name));
  }

  /** Returns the objects of the list of that name. */
  List<Fields> list(String name) {
    return value(name) instanceof List<?> list ? all(list) : List.of();
  }

  /** Returns the texts of the list of that name. */
  List<String> texts(String name) {
    return value(name) instanceof List<?> list
        ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }

  /** Returns a text, empty where there is none. */
  String text(String name) {
    return value(name) instanceof String text ? text : "";
  }

  /** Returns a whole number. */
  Optional<Long> number(String name) {
    return value(name) instanceof Long number ? Optional.of(number) : Optional.empty();
  }

  /** Returns whether a field is true. */
  boolean isSet(String name) {
    return value(name) instanceof Boolean truth && truth;
  }

  /** Returns the texts among all fields. */
  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    values.forEach((name, value) -> {
      if (name instanceof String key && value instanceof String text) {
        texts.put(key, text);
      }
    });
    return texts;
  }

  /** Returns all fields that are objects. */
  Map<String, Fields> objects() {
    Map<String, Fields> objects = new LinkedHashMap<>();
    values.forEach((name, value) -> {
      if (name instanceof String key && value instanceof Map<?, ?> map) {
        objects.put(key, new Fields(map));
      }
    });
    return objects;
  }

  private Object value(String name) {
    Object value = values.get(name);
    return value == null ? Optional.empty() : value;
  }
}
