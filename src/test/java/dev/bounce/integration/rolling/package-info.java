/** Rolling restarts of real services, judged by what others than bounce see of them. */
@NullMarked
package dev.bounce.integration.rolling;

import org.jspecify.annotations.NullMarked;
