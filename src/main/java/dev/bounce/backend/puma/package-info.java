/**
 * Puma, the web server of Ruby: its workers replaced one by one, or all of it restarted on the
 * sockets that it listens on, by its control server or by signals.
 */
@NullMarked
package dev.bounce.backend.puma;

import org.jspecify.annotations.NullMarked;
