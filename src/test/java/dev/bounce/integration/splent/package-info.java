/** The module splent on real containers. */
@NullMarked
package dev.bounce.integration.splent;

import org.jspecify.annotations.NullMarked;
