/** Tests of the invariants that docs/architecture.md states about the code itself. */
@NullMarked
package dev.bounce.architecture;

import org.jspecify.annotations.NullMarked;
