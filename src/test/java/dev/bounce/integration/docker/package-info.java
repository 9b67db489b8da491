/** The backend docker, and the inside of a container, on a real Docker Engine. */
@NullMarked
package dev.bounce.integration.docker;

import org.jspecify.annotations.NullMarked;
