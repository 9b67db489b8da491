package dev.bounce.cli;

import dev.bounce.backend.Remark;
import dev.bounce.plan.Plan;
import dev.bounce.plan.PlanDigest;
import dev.bounce.plan.Preview;
import dev.bounce.plan.Previewer;
import dev.bounce.report.Margin;
import dev.bounce.report.PlanJson;
import dev.bounce.report.PlanText;
import dev.bounce.run.Confirmation;
import dev.bounce.run.ExitCode;
import dev.bounce.run.LiveReading;
import dev.bounce.run.World;
import java.nio.file.Path;
import java.util.List;

/**
 * What a plan would do to the services as they are now.
 *
 * @param text the plan with the effects that it would have now
 * @param exitCode 5 where a backend refuses one of its steps, else 0
 */
record LivePreview(String text, ExitCode exitCode) {
  /**
   * Reads the services and returns what the plan would do to them.
   *
   * @throws Refusal when a service cannot be read: then a run would not begin either
   */
  static LivePreview of(
      Plan plan, Execution execution, Path directory, OutputFormat format, Margin margin)
      throws Refusal {
    World world = execution.world(directory, Confirmation.IMPOSSIBLE);
    LiveReading reading = LiveReading.of(plan, world);
    if (!reading.problems().isEmpty()) {
      throw new Refusal(reading.problems(), ExitCode.PRECONDITION);
    }
    Preview preview = Previewer.live(plan, world.backends(), reading.members());
    boolean refused =
        preview.acts().values().stream()
            .flatMap(List::stream)
            .flatMap(effects -> effects.remarks().stream())
            .anyMatch(remark -> remark.kind() == Remark.Kind.REFUSAL);
    return new LivePreview(
        render(plan, preview, format, margin), refused ? ExitCode.PRECONDITION : ExitCode.DONE);
  }

  /** Returns the plan as text or JSON. */
  static String render(Plan plan, Preview preview, OutputFormat format, Margin margin) {
    String digest = PlanDigest.of(plan);
    return switch (format) {
      case text -> PlanText.render(plan, preview, digest, margin);
      case json -> PlanJson.render(plan, preview, digest);
    };
  }
}
