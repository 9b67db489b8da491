/**
 * The only hands of the product: a host runs commands, exchanges messages on sockets and signals
 * processes.
 */
@NullMarked
package dev.bounce.host;

import org.jspecify.annotations.NullMarked;
