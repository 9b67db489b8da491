/** Tests against real components. */
@NullMarked
package dev.bounce.integration;

import org.jspecify.annotations.NullMarked;
