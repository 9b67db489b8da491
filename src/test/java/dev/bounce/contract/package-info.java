/** What every backend has to hold to, as tests. */
@NullMarked
package dev.bounce.contract;

import org.jspecify.annotations.NullMarked;
