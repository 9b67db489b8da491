/** The interactive session: one without a terminal, and the terminal around it. */
@NullMarked
package dev.bounce.repl;

import org.jspecify.annotations.NullMarked;
