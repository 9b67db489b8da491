/** Commands, detached processes and the demo, on this very machine. */
@NullMarked
package dev.bounce.integration.process;

import org.jspecify.annotations.NullMarked;
