/** Runs the tests of runbooks: simulated services, virtual time, nothing real. */
@NullMarked
package dev.bounce.rehearse;

import org.jspecify.annotations.NullMarked;
