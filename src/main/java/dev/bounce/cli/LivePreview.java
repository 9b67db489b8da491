package dev.bounce.cli;

import dev.bounce.plan.Plan;
import dev.bounce.plan.PlanDigest;
import dev.bounce.plan.Preview;
import dev.bounce.plan.Previewer;
import dev.bounce.report.PlanJson;
import dev.bounce.report.PlanText;
import dev.bounce.run.Confirmation;
import dev.bounce.run.ExitCode;
import dev.bounce.run.LiveReading;
import dev.bounce.run.World;
import java.nio.file.Path;

/** Shows what a plan would do to the services as they are now. */
final class LivePreview {
  private LivePreview() {}

  /**
   * Returns the plan with the effects that it would have now.
   *
   * @throws Refusal when a service cannot be read: then a run would not begin either
   */
  static String text(Plan plan, Execution execution, Path directory, OutputFormat format)
      throws Refusal {
    World world = execution.world(directory, Confirmation.IMPOSSIBLE);
    LiveReading reading = LiveReading.of(plan, world);
    if (!reading.problems().isEmpty()) {
      throw new Refusal(reading.problems(), ExitCode.PRECONDITION);
    }
    return render(plan, Previewer.live(plan, world.backends(), reading.members()), format);
  }

  /** Returns the plan as text or JSON. */
  static String render(Plan plan, Preview preview, OutputFormat format) {
    String digest = PlanDigest.of(plan);
    return switch (format) {
      case text -> PlanText.render(plan, preview, digest);
      case json -> PlanJson.render(plan, preview, digest);
    };
  }
}
