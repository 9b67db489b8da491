/** What a person sees and gets: command lines of bounce against real components. */
@NullMarked
package dev.bounce.integration.acceptance;

import org.jspecify.annotations.NullMarked;
