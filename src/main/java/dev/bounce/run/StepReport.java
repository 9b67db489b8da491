package dev.bounce.run;

import dev.bounce.plan.Place;
import dev.bounce.plan.StepId;

/**
 * A step that was never begun.
 *
 * @param step its id
 * @param title the statement as written
 * @param place where it stands
 */
public record StepReport(StepId step, String title, Place place) {}
