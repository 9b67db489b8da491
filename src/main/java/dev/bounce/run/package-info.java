/** Executes a plan: scheduler, clock, journal, proofs and events. */
@NullMarked
package dev.bounce.run;

import org.jspecify.annotations.NullMarked;
