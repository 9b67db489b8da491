/** Tests of how a master process is found. */
@NullMarked
package dev.bounce.backend.master;

import org.jspecify.annotations.NullMarked;
