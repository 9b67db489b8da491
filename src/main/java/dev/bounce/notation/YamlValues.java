package dev.bounce.notation;

import dev.bounce.value.Value;
import dev.bounce.value.Value.BooleanValue;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MapValue;
import dev.bounce.value.Value.MissingValue;
import dev.bounce.value.Value.StringValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads YAML as values of the language. Without quotes, {@code true} and {@code false} are truths
 * and decimal whole numbers are numbers; everything else is its text, so {@code no}, {@code 1:30}
 * and {@code 0755} are what they look like. An entry that is null is left out.
 *
 * <p>The text is composed to nodes and no further: nothing could make an object of a tag.
 */
public final class YamlValues {
  /** How many values may come of a text, aliases written out. */
  static final int VALUE_LIMIT = 100_000;

  private static final int DEPTH_LIMIT = 128;
  private static final int CHARACTER_LIMIT = 4 << 20;
  private static final String MERGE = "<<";
  private static final Pattern WHOLE = Pattern.compile("[-+]?(?:0|[1-9][0-9]{0,17})");
  private static final Set<Tag> TAGS =
      Set.of(PlainScalars.PLAIN, Tag.STR, Tag.INT, Tag.BOOL, Tag.NULL, Tag.MAP, Tag.SEQ);

  private int values;

  private YamlValues() {}

  /**
   * Returns the value that a text holds.
   *
   * @throws NotationException when the text is no YAML, holds nothing or several documents, has a
   *     key twice, a tag beyond plain data, or is too large with its aliases written out
   */
  public static Value read(String text) throws NotationException {
    try {
      LoaderOptions options = options();
      ParserImpl parser = new ParserImpl(new StreamReader(text), options);
      Node root = new Composer(parser, new PlainScalars(), options).getSingleNode();
      if (root == null) {
        throw new NotationException("not YAML: the text is empty");
      }
      return new YamlValues().value(root, 0);
    } catch (MarkedYAMLException wrong) {
      throw wrong(wrong);
    } catch (YAMLException wrong) {
      throw new NotationException("not YAML: " + firstLine(wrong.getMessage()));
    }
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowRecursiveKeys(false);
    options.setMaxAliasesForCollections(VALUE_LIMIT);
    options.setNestingDepthLimit(DEPTH_LIMIT);
    options.setCodePointLimit(CHARACTER_LIMIT);
    options.setMergeOnCompose(false);
    return options;
  }

  private static NotationException wrong(MarkedYAMLException wrong) {
    String problem = firstLine(wrong.getProblem());
    Mark mark = wrong.getProblemMark();
    return mark == null
        ? new NotationException("not YAML: " + problem)
        : NotationException.at("YAML", mark.getLine() + 1, problem);
  }

  private static String firstLine(String text) {
    return Optional.ofNullable(text).flatMap(it -> it.lines().findFirst()).orElse("");
  }

  private Value value(Node node, int depth) throws NotationException {
    if (++values > VALUE_LIMIT) {
      throw at(
          node, "with its aliases written out it has more than %d values".formatted(VALUE_LIMIT));
    }
    if (depth > DEPTH_LIMIT) {
      throw at(node, "it nests deeper than " + DEPTH_LIMIT + ", or holds itself");
    }
    if (!TAGS.contains(node.getTag())) {
      throw at(node, "the tag " + node.getTag().getValue() + " is refused: only data is read");
    }
    return switch (node) {
      case MappingNode mapping -> new MapValue(entries(mapping, depth));
      case SequenceNode sequence -> list(sequence, depth);
      case ScalarNode scalar -> scalar(scalar);
      default -> throw at(node, "this is no data");
    };
  }

  private ListValue list(SequenceNode sequence, int depth) throws NotationException {
    List<Value> elements = new ArrayList<>();
    for (Node element : sequence.getValue()) {
      Value value = value(element, depth + 1);
      if (value instanceof MissingValue) {
        throw at(element, "an element of a list is null");
      }
      elements.add(value);
    }
    return new ListValue(elements);
  }

  private Map<String, Value> entries(MappingNode mapping, int depth) throws NotationException {
    Map<String, Value> merged = new LinkedHashMap<>();
    Map<String, Value> own = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw at(tuple.getKeyNode(), "a key must be text");
      }
      if (key.getTag().equals(PlainScalars.PLAIN) && key.getValue().equals(MERGE)) {
        merge(tuple.getValueNode(), depth + 1, merged);
      } else if (own.put(key.getValue(), value(tuple.getValueNode(), depth + 1)) != null) {
        throw at(key, "the key `" + key.getValue() + "` is given twice");
      }
    }
    merged.putAll(own);
    merged.values().removeIf(MissingValue.class::isInstance);
    return merged;
  }

  /** Takes over the entries of a map, or of several of which the first wins. */
  private void merge(Node node, int depth, Map<String, Value> merged) throws NotationException {
    if (node instanceof MappingNode mapping) {
      if (++values > VALUE_LIMIT || depth > DEPTH_LIMIT) {
        throw at(node, "its merge keys go too deep, or one holds itself");
      }
      entries(mapping, depth).forEach(merged::putIfAbsent);
    } else if (node instanceof SequenceNode sequence) {
      for (Node part : sequence.getValue()) {
        merge(part, depth + 1, merged);
      }
    } else {
      throw at(node, "`<<` takes a map or a list of maps");
    }
  }

  private static Value scalar(ScalarNode scalar) throws NotationException {
    String text = scalar.getValue();
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.STR)) {
      return new StringValue(text);
    }
    boolean plain = tag.equals(PlainScalars.PLAIN);
    if (tag.equals(Tag.NULL)
        || (plain && (text.isEmpty() || text.equals("~") || text.equals("null")))) {
      return new MissingValue("null");
    }
    if (text.equals("true") || text.equals("false")) {
      return new BooleanValue(text.equals("true"));
    }
    if (WHOLE.matcher(text).matches()) {
      return new IntegerValue(Long.parseLong(text));
    }
    if (!plain) {
      throw at(scalar, "`" + text + "` does not fit its tag");
    }
    return new StringValue(text);
  }

  private static NotationException at(Node node, String problem) {
    return NotationException.at("YAML", node.getStartMark().getLine() + 1, problem);
  }
}
