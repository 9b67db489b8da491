package dev.bounce.run;

import dev.bounce.plan.StepId;

/**
 * A guard that has ended, and what it has counted.
 *
 * @param step its id
 * @param title the statement as written
 */
public record GuardReport(StepId step, String title, GuardFigures figures) {}
