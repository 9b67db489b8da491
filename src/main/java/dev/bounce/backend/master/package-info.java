/**
 * Servers with a master process and workers: found by a pid file that the server itself wrote, and
 * signalled only while it is certain who is behind the pid.
 */
@NullMarked
package dev.bounce.backend.master;

import org.jspecify.annotations.NullMarked;
