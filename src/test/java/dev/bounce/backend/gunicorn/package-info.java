/** Tests of the parts of the gunicorn backend. */
@NullMarked
package dev.bounce.backend.gunicorn;

import org.jspecify.annotations.NullMarked;
