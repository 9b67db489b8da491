package dev.bounce.inventory;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.notation.PlainScalars;
import dev.bounce.syntax.Name;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Walks the graph of nodes as if it were a tree, and refuses where it is none: a node within
 * itself, more nodes than a person would write, a key twice, a tag that asks for an object.
 */
final class Nodes {
  /** How many nodes are looked at, aliases counted wherever they stand. */
  static final int NODE_LIMIT = 200_000;

  private static final Set<Tag> TAGS =
      Set.of(PlainScalars.PLAIN, Tag.STR, Tag.INT, Tag.BOOL, Tag.NULL, Tag.MAP, Tag.SEQ);
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(?:[-@][A-Za-z0-9_]+)*");
  private static final Set<String> RESERVED =
      Set.of("if", "unless", "and", "or", "not", "is", "matches", "true", "false");

  private final Places places;
  private final Diagnostics diagnostics;
  private int seen;

  Nodes(Places places, Diagnostics diagnostics) {
    this.places = places;
    this.diagnostics = diagnostics;
  }

  /** A key, which is text, and its value. */
  record Pair(ScalarNode key, Node value) {}

  /** Reports what makes the graph under a node no tree, or its tags no data. */
  boolean isPlainTree(Node root) {
    return isPlainTree(root, new ArrayList<>());
  }

  @SuppressWarnings("ReferenceEquality") // the very node, not one that looks like it
  private boolean isPlainTree(Node node, List<Node> above) {
    if (above.stream().anyMatch(outer -> outer == node)) {
      diagnostics.add(
          Diagnostic.error(Code.I003, places.of(node), "a value that holds itself")
              .because("the alias `*" + node.getAnchor() + "` stands within what it names"));
      return false;
    }
    if (++seen > NODE_LIMIT || above.size() > InventoryReader.DEPTH_LIMIT) {
      diagnostics.add(
          Diagnostic.error(Code.I004, places.of(node), Code.I004.title())
              .because("with its aliases written out it has too many values, or goes too deep"));
      return false;
    }
    if (!TAGS.contains(node.getTag())) {
      diagnostics.add(YamlText.refusedTag(places.of(node), node.getTag().getValue()));
      return false;
    }
    above.addLast(node);
    boolean plain = true;
    for (Node part : parts(node)) {
      plain = isPlainTree(part, above) && plain && seen <= NODE_LIMIT;
      if (seen > NODE_LIMIT) {
        break;
      }
    }
    above.removeLast();
    return plain;
  }

  private static List<Node> parts(Node node) {
    return switch (node) {
      case SequenceNode sequence -> sequence.getValue();
      case MappingNode mapping ->
          mapping.getValue().stream()
              .flatMap(
                  (NodeTuple tuple) -> List.of(tuple.getKeyNode(), tuple.getValueNode()).stream())
              .toList();
      default -> List.of();
    };
  }

  /** Returns the elements of a list. */
  List<Node> elements(SequenceNode sequence) {
    return sequence.getValue();
  }

  /** Returns the entries of a map; a key that is no text, or comes again, is reported. */
  List<Pair> entries(MappingNode mapping) {
    List<Pair> pairs = new ArrayList<>();
    Map<String, ScalarNode> first = new HashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        diagnostics.add(
            Diagnostic.error(Code.I003, places.of(tuple.getKeyNode()), "a key must be text"));
        continue;
      }
      ScalarNode earlier = first.putIfAbsent(key.getValue(), key);
      if (earlier == null) {
        pairs.add(new Pair(key, tuple.getValueNode()));
      } else {
        diagnostics.add(
            Diagnostic.error(Code.I003, places.of(key), "`" + key.getValue() + "` is given twice")
                .because("it stands at " + places.of(earlier).place() + " already")
                .hint("keep one of them"));
      }
    }
    return pairs;
  }

  /** Returns a map as its entries; nothing as none; anything else is reported. */
  List<Pair> section(Node node, String what, String example) {
    if (node instanceof MappingNode mapping) {
      return entries(mapping);
    }
    if (!(node instanceof ScalarNode scalar && isNull(scalar))) {
      diagnostics.add(
          Diagnostic.error(Code.I003, places.of(node), what + " is a map").hint(example));
    }
    return List.of();
  }

  /** Returns a scalar as a name of the language; anything else is reported. */
  Optional<Name> name(Node node) {
    if (node instanceof ScalarNode scalar && !isNull(scalar)) {
      String text = scalar.getValue();
      if (NAME.matcher(text).matches() && !RESERVED.contains(text)) {
        return Optional.of(places.name(scalar));
      }
      diagnostics.add(notAName(scalar));
    } else {
      diagnostics.add(Diagnostic.error(Code.I003, places.of(node), "a name is missing here"));
    }
    return Optional.empty();
  }

  private Diagnostic notAName(ScalarNode scalar) {
    String text = scalar.getValue();
    Diagnostic diagnostic =
        Diagnostic.error(Code.I003, places.of(scalar), "`" + text + "` is not a name");
    if (text.equals("<<")) {
      return diagnostic
          .because("an inventory knows no merge keys")
          .hint("write the properties out, or use `defaults`");
    }
    return RESERVED.contains(text)
        ? diagnostic.because("the language reserves this word")
        : diagnostic.because(
            "a name is letters, digits and `_`, with `-` or `@` inside, and begins with no digit");
  }

  /** Tells whether a scalar stands for nothing. */
  static boolean isNull(ScalarNode scalar) {
    String text = scalar.getValue();
    boolean empty = text.isEmpty() || text.equals("~") || text.equals("null");
    return scalar.getTag().equals(Tag.NULL)
        || (scalar.getTag().equals(PlainScalars.PLAIN) && empty);
  }
}
