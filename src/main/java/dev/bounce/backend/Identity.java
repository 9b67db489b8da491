package dev.bounce.backend;

/**
 * What proves a restart: a value that is new with every start of a member and never comes back.
 *
 * @param kind what it is, in the field's words: {@code pid+start}, {@code invocation}
 * @param value the identity itself, compared as text
 * @param shown what a person reads in a report, as a rule {@code pid 4711}
 */
public record Identity(String kind, String value, String shown) {
  /** What is shown may change while it is the same: how many processes it has. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Identity(String otherKind, String otherValue, _)
        && kind.equals(otherKind)
        && value.equals(otherValue);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }
}
