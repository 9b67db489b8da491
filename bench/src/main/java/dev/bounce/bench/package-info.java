/** Measurements; nothing here is part of the product. */
@NullMarked
package dev.bounce.bench;

import org.jspecify.annotations.NullMarked;
