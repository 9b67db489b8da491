package dev.bounce.health;

import dev.bounce.value.Json;
import dev.bounce.value.JsonException;
import dev.bounce.value.Texts;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a JSON body has to hold at one place.
 *
 * @param path keys, and numbers from 0 on for the elements of lists, separated by dots: {@code
 *     checks.0.status}
 * @param wanted the string, number or boolean there, as text: {@code ok}, {@code 3}, {@code true}
 */
public record JsonMatch(String path, String wanted) {
  /**
   * Returns what is wrong with a body; empty when it holds what is wanted.
   *
   * @param body the text of a JSON value
   */
  String complaint(String body) {
    try {
      Optional<String> found = find(Json.read(body));
      if (found.isEmpty()) {
        return "has no " + path;
      }
      return found.get().equals(wanted)
          ? ""
          : "has " + path + " " + Texts.quoted(found.get()) + " instead of " + shownWanted();
    } catch (JsonException _) {
      return "is not JSON";
    }
  }

  /** Returns it as the language writes it. */
  String shown() {
    return "json " + Texts.quoted(path) + " == " + shownWanted();
  }

  private String shownWanted() {
    return Texts.quoted(wanted);
  }

  private Optional<String> find(Object structure) {
    Optional<Object> here = Optional.of(structure);
    for (String key : path.split("\\.", -1)) {
      here = here.flatMap(value -> child(value, key));
    }
    return here.flatMap(JsonMatch::text);
  }

  private static Optional<Object> child(Object structure, String key) {
    return switch (structure) {
      case Map<?, ?> object -> Optional.ofNullable(object.get(key));
      case List<?> list when key.matches("[0-9]{1,6}") && Integer.parseInt(key) < list.size() ->
          Optional.of(list.get(Integer.parseInt(key)));
      default -> Optional.empty();
    };
  }

  /** An object or a list is no value that could be compared. */
  private static Optional<String> text(Object value) {
    return switch (value) {
      case Map<?, ?> _, List<?> _ -> Optional.empty();
      case Optional<?> _ -> Optional.of("null");
      case BigDecimal number -> Optional.of(number.toPlainString());
      default -> Optional.of(value.toString());
    };
  }
}
