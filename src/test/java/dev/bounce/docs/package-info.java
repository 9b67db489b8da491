/** Tests that what the documentation shows is true. */
@NullMarked
package dev.bounce.docs;

import org.jspecify.annotations.NullMarked;
