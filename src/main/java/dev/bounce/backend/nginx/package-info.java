/** nginx, driven by signals to its master and judged by its workers. */
@NullMarked
package dev.bounce.backend.nginx;

import org.jspecify.annotations.NullMarked;
