/** Tests of what is understood of Puma's texts. */
@NullMarked
package dev.bounce.backend.puma;

import org.jspecify.annotations.NullMarked;
