/**
 * Source text to syntax trees and back: the parser facade over ANTLR, the sealed trees, the
 * formatter.
 */
@NullMarked
package dev.bounce.syntax;

import org.jspecify.annotations.NullMarked;
