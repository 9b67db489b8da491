package dev.bounce.plan;

/**
 * Names a step of a plan: the place of its statement in the tree, {@code 3.2.1}, and behind slashes
 * the keys of what only the run could know, {@code 4/batch-1/web[0]}.
 *
 * <p>Planning the same runbook again gives the same ids, so that a journal can be resumed.
 *
 * @param text the whole id
 */
public record StepId(String text) implements Comparable<StepId> {
  /** The id of the root. */
  public static final StepId ROOT = new StepId("");

  /** Returns the id of a part of this step. */
  public StepId child(String name) {
    return text.isEmpty() ? new StepId(name) : new StepId(text + "." + name);
  }

  /** Returns the id of the child at a place, counted from one. */
  public StepId child(int number) {
    return child(Integer.toString(number));
  }

  /** Returns the id of an expansion of this step. */
  public StepId expansion(String key) {
    return new StepId(text + "/" + key);
  }

  @Override
  public int compareTo(StepId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
