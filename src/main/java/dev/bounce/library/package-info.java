/**
 * Finds and loads the modules that a runbook uses, from the standard library or from files beside
 * it.
 */
@NullMarked
package dev.bounce.library;

import org.jspecify.annotations.NullMarked;
