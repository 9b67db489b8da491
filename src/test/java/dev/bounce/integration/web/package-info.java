/** Restarts of real web servers, through the whole product. */
@NullMarked
package dev.bounce.integration.web;

import org.jspecify.annotations.NullMarked;
