/** The command line: one class per command; the only place that wires implementations together. */
@NullMarked
package dev.bounce.cli;

import org.jspecify.annotations.NullMarked;
