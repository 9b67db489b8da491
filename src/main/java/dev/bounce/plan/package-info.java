/**
 * The plan: an immutable tree of steps with stable ids, the planner that makes it and the previewer
 * that foresees its effects.
 */
@NullMarked
package dev.bounce.plan;

import org.jspecify.annotations.NullMarked;
