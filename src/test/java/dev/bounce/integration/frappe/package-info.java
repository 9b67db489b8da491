/** The module {@code frappe} on benches that real components make up. */
@NullMarked
package dev.bounce.integration.frappe;

import org.jspecify.annotations.NullMarked;
