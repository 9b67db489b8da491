/** Tests of the interactive session. */
@NullMarked
package dev.bounce.repl;

import org.jspecify.annotations.NullMarked;
