/** Modules of the standard library that drive more than one component, on real ones. */
@NullMarked
package dev.bounce.integration.modules;

import org.jspecify.annotations.NullMarked;
