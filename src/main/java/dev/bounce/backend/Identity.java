package dev.bounce.backend;

/**
 * What proves a restart: a value that is new with every start of a member and never comes back.
 *
 * @param kind what it is, in the field's words: {@code pid+start}, {@code invocation}
 * @param value the identity itself, compared as text
 * @param shown what a person reads in a report, as a rule {@code pid 4711}
 */
public record Identity(String kind, String value, String shown) {}
