/** Starts real components for tests, and listens in on them. */
@NullMarked
package dev.bounce.testbed;

import org.jspecify.annotations.NullMarked;
