/** The session at a real terminal. */
@NullMarked
package dev.bounce.integration.repl;

import org.jspecify.annotations.NullMarked;
