/**
 * Service managers as data: a backend turns an action on members into effects, and reads their
 * state.
 */
@NullMarked
package dev.bounce.backend;

import org.jspecify.annotations.NullMarked;
