/** A world in memory, for tests of runbooks and of bounce itself. */
@NullMarked
package dev.bounce.backend.sim;

import org.jspecify.annotations.NullMarked;
