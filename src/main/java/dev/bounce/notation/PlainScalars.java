package dev.bounce.notation;

import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Marks scalars that carry neither quotes nor a tag, and decides nothing about them: YAML 1.1 would
 * make a truth of {@code no}, a number of {@code 1:30} and a date of {@code 2026-11-21}.
 */
public final class PlainScalars extends Resolver {
  /** The tag of a scalar without quotes and tag. */
  public static final Tag PLAIN = new Tag("tag:bounce,2026:plain");

  @Override
  protected void addImplicitResolvers() {
    // None: see above.
  }

  @Override
  public Tag resolve(NodeId kind, String value, boolean implicit) {
    return kind == NodeId.scalar && implicit ? PLAIN : super.resolve(kind, value, false);
  }
}
