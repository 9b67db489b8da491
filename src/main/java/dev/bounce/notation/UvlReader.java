package dev.bounce.notation;

import dev.bounce.notation.UvlLine.Kind;
import dev.bounce.value.Value;
import dev.bounce.value.Value.MapValue;
import dev.bounce.value.Value.StringValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the sections of a feature model and its tree of features, by indentation. What a model may
 * say is described at universal-variability-language.github.io.
 */
final class UvlReader {
  private static final int DEPTH_LIMIT = 200;
  private static final Set<String> GROUPS = Set.of("mandatory", "optional", "or", "alternative");
  private static final Set<String> TYPES = Set.of("Boolean", "Integer", "Real", "String");

  private final List<UvlLine> lines;
  private final Map<String, Value> features = new LinkedHashMap<>();
  private final List<String> imports = new ArrayList<>();
  private final List<UvlConstraint> constraints = new ArrayList<>();
  private int next;

  private UvlReader(List<UvlLine> lines) {
    this.lines = lines;
  }

  /**
   * What a model says.
   *
   * @param features by name, each a map of {@code name}, {@code parent}, {@code group} and {@code
   *     attributes}; the root has neither parent nor group
   * @param imports the models that it imports, which are not read
   */
  record Model(
      Map<String, Value> features, List<String> imports, List<UvlConstraint> constraints) {}

  /** Reads a model. */
  static Model read(String text) throws NotationException {
    UvlReader reader = new UvlReader(UvlLines.read(text));
    while (reader.next < reader.lines.size()) {
      reader.section();
    }
    if (reader.features.isEmpty()) {
      throw new NotationException("not UVL: it has no `features`");
    }
    return new Model(reader.features, reader.imports, reader.constraints);
  }

  private void section() throws NotationException {
    UvlLine line = lines.get(next++);
    UvlTokens tokens = new UvlTokens(line);
    if (tokens.takes("namespace")) {
      tokens.name();
    } else if (tokens.takes("features")) {
      children(line, Optional.empty(), Optional.empty(), 0);
    } else if (tokens.takes("constraints")) {
      while (isBelow(line)) {
        UvlTokens constraint = new UvlTokens(lines.get(next++));
        constraints.add(UvlConstraint.read(constraint));
        constraint.expectEnd();
      }
    } else if (tokens.takes("imports")) {
      while (isBelow(line)) {
        imports.add(imported(new UvlTokens(lines.get(next++))));
      }
    } else if (tokens.takes("include")) {
      while (isBelow(line)) {
        next++; // which parts of the notation it uses: all that are known are read anyway
      }
    } else {
      throw tokens.wrong("`features`, `constraints`, `imports`, `include` or `namespace`");
    }
    tokens.expectEnd();
  }

  private static String imported(UvlTokens tokens) throws NotationException {
    String name = tokens.name();
    if (tokens.takes("as")) {
      name = tokens.name();
    }
    tokens.expectEnd();
    return name;
  }

  private boolean isBelow(UvlLine line) {
    return next < lines.size() && lines.get(next).indentation() > line.indentation();
  }

  /** Reads the features below a line, all of which stand equally deep. */
  private void children(UvlLine above, Optional<String> parent, Optional<String> group, int depth)
      throws NotationException {
    if (!isBelow(above) || depth > DEPTH_LIMIT) {
      throw NotationException.at(
          "UVL",
          above.number(),
          depth > DEPTH_LIMIT ? "its features nest too deep" : "no feature stands below it");
    }
    int indentation = lines.get(next).indentation();
    while (isBelow(above)) {
      feature(aligned(indentation), parent, group, depth);
    }
  }

  private UvlLine aligned(int indentation) throws NotationException {
    UvlLine line = lines.get(next++);
    if (line.indentation() != indentation) {
      throw NotationException.at(
          "UVL", line.number(), "it is not indented as deep as the lines that it belongs to");
    }
    return line;
  }

  private void feature(UvlLine line, Optional<String> parent, Optional<String> group, int depth)
      throws NotationException {
    UvlTokens tokens = new UvlTokens(line);
    String name = declared(tokens);
    if (tokens.takes("cardinality")) {
      cardinality(tokens);
    }
    Map<String, Value> attributes =
        tokens.sees("{") ? new UvlAttributes(tokens, constraints).read() : Map.of();
    tokens.expectEnd();
    Map<String, Value> feature = new LinkedHashMap<>();
    feature.put("name", new StringValue(name));
    parent.ifPresent(it -> feature.put("parent", new StringValue(it)));
    group.ifPresent(it -> feature.put("group", new StringValue(it)));
    feature.put("attributes", new MapValue(attributes));
    if (features.put(name, new MapValue(feature)) != null) {
      throw NotationException.at("UVL", line.number(), "the feature `" + name + "` comes twice");
    }
    if (isBelow(line)) {
      int indentation = lines.get(next).indentation();
      while (isBelow(line)) {
        UvlLine below = aligned(indentation);
        children(below, Optional.of(name), Optional.of(group(below)), depth + 1);
      }
    }
  }

  private static String declared(UvlTokens tokens) throws NotationException {
    int begin = tokens.position();
    String name = tokens.name();
    boolean isType =
        TYPES.contains(name)
            && tokens.since(begin).getFirst().kind() == Kind.WORD
            && tokens.seesName()
            && !tokens.sees("cardinality");
    return isType ? tokens.name() : name;
  }

  private static String group(UvlLine line) throws NotationException {
    UvlTokens tokens = new UvlTokens(line);
    String group;
    if (tokens.sees("[")) {
      group = cardinality(tokens);
    } else if (GROUPS.stream().anyMatch(tokens::sees)) {
      group = tokens.name();
    } else {
      throw tokens.wrong("`mandatory`, `optional`, `or`, `alternative` or `[1..2]`");
    }
    tokens.expectEnd();
    return group;
  }

  private static String cardinality(UvlTokens tokens) throws NotationException {
    tokens.expect("[");
    String text = bound(tokens);
    if (tokens.takes("..")) {
      text += ".." + bound(tokens);
    }
    tokens.expect("]");
    return "[" + text + "]";
  }

  private static String bound(UvlTokens tokens) throws NotationException {
    if (!tokens.sees(Kind.NUMBER) && !tokens.sees("*")) {
      throw tokens.wrong("a number or `*`");
    }
    return tokens.take("a number").text();
  }
}
