/** Shows plans and events: terminal text, JSON and Markdown. */
@NullMarked
package dev.bounce.report;

import org.jspecify.annotations.NullMarked;
