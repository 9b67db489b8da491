/** Shows plans, events and reports: text for a terminal, JSON for tools. */
@NullMarked
package dev.bounce.report;

import org.jspecify.annotations.NullMarked;
