/** Gunicorn, driven by signals to its master and judged by its workers. */
@NullMarked
package dev.bounce.backend.gunicorn;

import org.jspecify.annotations.NullMarked;
