/**
 * Names, signatures, types and safety rules of a module: every diagnostic of a file in one go,
 * before anything is planned.
 */
@NullMarked
package dev.bounce.check;

import org.jspecify.annotations.NullMarked;
