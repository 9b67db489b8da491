package dev.bounce.run;

import dev.bounce.plan.Place;
import dev.bounce.plan.StepId;

/**
 * How a step has ended.
 *
 * @param step its id, with the keys of the expansions around it
 * @param title the statement as written
 * @param place where it stands
 * @param status how it has ended
 */
public record StepReport(StepId step, String title, Place place, Event.Status status) {}
