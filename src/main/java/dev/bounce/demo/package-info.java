/** A small web service and what stands before it, to restart while somebody watches. */
@NullMarked
package dev.bounce.demo;

import org.jspecify.annotations.NullMarked;
