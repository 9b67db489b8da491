/** Tests of the command line, in this process. */
@NullMarked
package dev.bounce.cli;

import org.jspecify.annotations.NullMarked;
