/**
 * Restarts under load: the nine ways that are to lose no request, and what people do without
 * bounce.
 */
@NullMarked
package dev.bounce.integration.load;

import org.jspecify.annotations.NullMarked;
