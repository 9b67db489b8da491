/**
 * Plain processes that bounce itself starts, detached, and knows again by what it noted of them.
 */
@NullMarked
package dev.bounce.backend.process;

import org.jspecify.annotations.NullMarked;
