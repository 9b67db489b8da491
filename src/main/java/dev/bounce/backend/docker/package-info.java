/**
 * Containers of a Docker Engine, over its HTTP interface, and the inside of a container as a host.
 */
@NullMarked
package dev.bounce.backend.docker;

import org.jspecify.annotations.NullMarked;
