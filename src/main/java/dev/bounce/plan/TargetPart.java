package dev.bounce.plan;

import java.util.List;

/**
 * One service of a target, or some of its members.
 *
 * @param service its key
 * @param target what of it the target names
 * @param after the keys of those other services of the target that it comes after, directly or
 *     through others, without those that come before these
 */
public record TargetPart(String service, Formula target, List<String> after) {
  /** Copies the list. */
  public TargetPart {
    after = List.copyOf(after);
  }
}
