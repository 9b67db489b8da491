/** The built-in verbs: a signature each, and how a statement with it becomes steps. */
@NullMarked
package dev.bounce.verb;

import org.jspecify.annotations.NullMarked;
