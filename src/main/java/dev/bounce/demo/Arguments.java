package dev.bounce.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code --name value} pairs; a name can be given again. */
record Arguments(Map<String, List<String>> values) {
  /**
   * @throws IllegalArgumentException when something else is there, or another name
   */
  static Arguments parse(String[] words, Set<String> names) {
    Map<String, List<String>> values = new HashMap<>();
    for (int i = 0; i < words.length; i += 2) {
      if (!names.contains(words[i]) || i + 1 == words.length) {
        throw new IllegalArgumentException("not understood: " + words[i]);
      }
      values.computeIfAbsent(words[i], _ -> new ArrayList<>()).add(words[i + 1]);
    }
    return new Arguments(values);
  }

  int number(String name, int otherwise) {
    return values.containsKey(name) ? Integer.parseInt(values.get(name).getLast()) : otherwise;
  }

  List<Integer> numbers(String name) {
    return values.getOrDefault(name, List.of()).stream().map(Integer::valueOf).toList();
  }
}
