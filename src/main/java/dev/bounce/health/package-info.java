/** Probes: questions to a service whose answers say whether it serves. */
@NullMarked
package dev.bounce.health;

import org.jspecify.annotations.NullMarked;
