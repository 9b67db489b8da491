/** The values of the language and their types, units and operators; all immutable. */
@NullMarked
package dev.bounce.value;

import org.jspecify.annotations.NullMarked;
