package dev.bounce.backend;

import dev.bounce.value.Type;

/**
 * A property that a backend understands.
 *
 * @param name the word in the service's declaration
 * @param type what its value must be
 * @param perMember whether its value may depend on the member, written {@code it}; the planner then
 *     computes it for each and stores it as {@link Settings#member} says
 * @param documentation one sentence for {@code bounce doc} and completion
 */
public record PropertySpec(String name, Type type, boolean perMember, String documentation) {}
