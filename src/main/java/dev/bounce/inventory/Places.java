package dev.bounce.inventory;

import dev.bounce.diag.Source;
import dev.bounce.diag.Span;
import dev.bounce.syntax.Name;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Tells where in the source a node stands. */
final class Places {
  private final Source source;
  private final int[] offsets;

  Places(Source source) {
    this.source = source;
    this.offsets = offsets(source.text());
  }

  /** Returns the span of a mark: the character there. */
  Span at(@Nullable Mark mark) {
    return mark == null ? atCodePoint(0) : atCodePoint(mark.getIndex());
  }

  /** Returns the span of one character, counted in code points. */
  Span atCodePoint(int index) {
    int start = offset(index);
    return source.span(start, Math.min(start + 1, source.text().length()));
  }

  /** Returns the span of a node, without the white space and comments behind it. */
  Span of(Node node) {
    int start = offset(node.getStartMark().getIndex());
    int end = offset(last(node).getEndMark().getIndex());
    String text = source.text();
    while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return source.span(start, Math.max(start, end));
  }

  /** Returns a scalar as a name. */
  Name name(ScalarNode node) {
    return new Name(node.getValue(), of(node));
  }

  /** A block ends where the next one begins; so its end is that of its last part. */
  private static Node last(Node node) {
    Node last = node;
    for (int depth = 0; depth < InventoryReader.DEPTH_LIMIT; depth++) {
      Optional<Node> part = lastPart(last);
      if (part.isEmpty()) {
        return last;
      }
      last = part.get();
    }
    return last;
  }

  @SuppressWarnings("ReferenceEquality") // the very node, not one that looks like it
  private static Optional<Node> lastPart(Node node) {
    if (!(node instanceof CollectionNode<?> collection)
        || collection.getFlowStyle() == FlowStyle.FLOW
        || collection.getValue().isEmpty()) {
      return Optional.empty();
    }
    Node part =
        switch (collection) {
          case MappingNode mapping -> value(mapping.getValue().getLast());
          case SequenceNode sequence -> sequence.getValue().getLast();
          default -> node;
        };
    // An alias stands for a node elsewhere.
    boolean inside = part.getStartMark().getIndex() >= node.getStartMark().getIndex();
    return inside && part != node ? Optional.of(part) : Optional.empty();
  }

  private static Node value(NodeTuple tuple) {
    Node value = tuple.getValueNode();
    boolean behind =
        value.getStartMark().getIndex() >= tuple.getKeyNode().getStartMark().getIndex();
    return behind ? value : tuple.getKeyNode();
  }

  private int offset(int codePoint) {
    int last = source.text().length();
    if (offsets.length == 0) {
      return Math.min(codePoint, last);
    }
    return codePoint < offsets.length ? offsets[codePoint] : last;
  }

  /** SnakeYAML counts code points, sources UTF-16 units; empty where that is the same. */
  private static int[] offsets(String text) {
    int count = text.codePointCount(0, text.length());
    if (count == text.length()) {
      return new int[0];
    }
    int[] offsets = new int[count];
    int offset = 0;
    for (int i = 0; i < count; i++) {
      offsets[i] = offset;
      offset += Character.charCount(text.codePointAt(offset));
    }
    return offsets;
  }
}
