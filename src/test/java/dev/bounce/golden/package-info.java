/** Golden tests: cases as files, the expected output beside the input. */
@NullMarked
package dev.bounce.golden;

import org.jspecify.annotations.NullMarked;
