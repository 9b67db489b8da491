/** supervisord, over its XML-RPC interface. */
@NullMarked
package dev.bounce.backend.supervisor;

import org.jspecify.annotations.NullMarked;
