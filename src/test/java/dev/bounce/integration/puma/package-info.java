/** The backend {@code puma} and the whole product on real Puma servers. */
@NullMarked
package dev.bounce.integration.puma;

import org.jspecify.annotations.NullMarked;
