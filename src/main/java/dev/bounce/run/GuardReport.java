package dev.bounce.run;

import dev.bounce.plan.StepId;
import java.time.Duration;

/**
 * What a guard has counted.
 *
 * @param step its id
 * @param title the statement as written
 * @param requests how many probes were answered, or failed
 * @param failures how many failed, or took too long
 * @param slowest the longest time to an answer
 */
public record GuardReport(
    StepId step, String title, long requests, long failures, Duration slowest) {}
