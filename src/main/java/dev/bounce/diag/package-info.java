/** Errors as data: sources, spans, codes and diagnostics; text is made of them in one place. */
@NullMarked
package dev.bounce.diag;

import org.jspecify.annotations.NullMarked;
