package dev.bounce.rehearse;

import dev.bounce.diag.Diagnostic;
import dev.bounce.plan.Plan;
import dev.bounce.plan.PlanDigest;
import dev.bounce.plan.Stage;
import dev.bounce.report.Margin;
import dev.bounce.report.ReportText;
import dev.bounce.report.RunText;
import dev.bounce.run.Aftermath;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Carries out the plan of a {@code run} in the world of its test. */
final class Screening {
  private static final String RUN = "test";

  private final TestWorld world;

  Screening(TestWorld world) {
    this.world = world;
  }

  /** Returns what came of it; a plan that is refused is not carried out. */
  Take of(Stage stage, Stage asking) {
    int commands = world.host.commands().size();
    List<Diagnostic> refusals =
        stage.planned().diagnostics().stream().filter(Diagnostic::isError).toList();
    Take nothing = new Take(stage, refusals, Optional.empty(), "", commands);
    Optional<Plan> plan = stage.planned().plan();
    if (plan.isEmpty()) {
      return nothing;
    }
    new ProbeAnswers(world, new Questions(world, asking, nothing))
        .serve(plan.get().services().values());
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(told, false, StandardCharsets.UTF_8);
    Aftermath aftermath =
        world
            .runner(new RunText(out, false))
            .run(plan.get(), RUN, PlanDigest.of(plan.get()), world.interruption(), List.of());
    out.print(ReportText.render(aftermath.report(), Margin.NONE));
    out.flush();
    String output = told.toString(StandardCharsets.UTF_8);
    return new Take(stage, refusals, Optional.of(aftermath), output, commands);
  }
}
