package dev.bounce.repl;

import dev.bounce.backend.Backend;
import dev.bounce.backend.sim.SimulatedBackend;
import dev.bounce.backend.sim.SimulatedHost;
import dev.bounce.backend.sim.SimulatedWorld;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.DiagnosticText;
import dev.bounce.library.BundledModules;
import dev.bounce.library.Library;
import dev.bounce.plan.Plan;
import dev.bounce.plan.PlanDigest;
import dev.bounce.plan.Previewer;
import dev.bounce.report.Margin;
import dev.bounce.report.PlanText;
import dev.bounce.report.ReportText;
import dev.bounce.report.RunText;
import dev.bounce.run.Aftermath;
import dev.bounce.run.Confirmation;
import dev.bounce.run.Interruption;
import dev.bounce.run.LiveScheduler;
import dev.bounce.run.MemberReport;
import dev.bounce.run.Runner;
import dev.bounce.run.Scheduler;
import dev.bounce.run.SimulatedScheduler;
import dev.bounce.run.World;
import dev.bounce.verb.Verbs;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A session over services in memory and virtual time; what it shows is kept as text. */
final class SimulatedSession implements EntryRunner {
  final SimulatedWorld world;
  final SimulatedHost host;
  final List<Plan> plans = new ArrayList<>();
  final Session session;
  private final Scheduler scheduler;
  private final Map<String, Backend> backends;
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private OutputStream target = shown;
  private Confirmation confirmation = Confirmation.ALWAYS;

  private SimulatedSession(Scheduler scheduler, Map<String, String> parameters, Path directory) {
    this.scheduler = scheduler;
    this.world = new SimulatedWorld(scheduler::now);
    this.host = new SimulatedHost("local", world, scheduler::sleep);
    this.backends = Map.of("sim", new SimulatedBackend(world));
    Workspace workspace =
        new Workspace(new Library(new BundledModules()), Verbs.ALL, backends.values(), "1.0.0");
    this.session =
        new Session(new Session.Setting(workspace, directory, Optional.empty(), parameters), this);
  }

  SimulatedSession(Map<String, String> parameters, Path directory) {
    this(new SimulatedScheduler(1), parameters, directory);
  }

  SimulatedSession() {
    this(Map.of(), Path.of(""));
  }

  /** Returns a session in real time, for whoever presses keys while something runs. */
  static SimulatedSession inRealTime() {
    return new SimulatedSession(new LiveScheduler(), Map.of(), Path.of(""));
  }

  /** Shows runs elsewhere, and asks there. */
  SimulatedSession at(OutputStream output, Confirmation asked) {
    target = output;
    confirmation = asked;
    return this;
  }

  @Override
  public Aftermath run(Plan plan, List<MemberReport> earlier, Interruption interruption) {
    plans.add(plan);
    PrintStream out = new PrintStream(target, true, StandardCharsets.UTF_8);
    World reach = new World(backends, Map.of("local", host), scheduler, confirmation, Map.of());
    Runner runner = new Runner(reach, List.of(new RunText(out, false)));
    Aftermath aftermath =
        runner.run(plan, "run-" + plans.size(), PlanDigest.of(plan), interruption, earlier);
    out.print(ReportText.render(aftermath.report(), Margin.NONE));
    out.flush();
    return aftermath;
  }

  @Override
  public String preview(Plan plan) {
    return PlanText.render(plan, Previewer.offline(plan, backends), "0000", Margin.NONE);
  }

  @Override
  public void warn(List<Diagnostic> warnings) {
    new PrintStream(target, true, StandardCharsets.UTF_8)
        .print(DiagnosticText.render(warnings, DiagnosticText.Style.PLAIN));
  }

  /** Enters an entry, and presses Ctrl-C after each of some pauses of virtual time. */
  Entry enter(String text, List<Duration> pauses) {
    if (pauses.isEmpty()) {
      return session.enter(text);
    }
    try (Scheduler.Background _ = scheduler.start(() -> press(pauses))) {
      return session.enter(text);
    }
  }

  private void press(List<Duration> pauses) {
    try {
      for (Duration pause : pauses) {
        scheduler.sleep(pause);
        boolean _ = session.interrupt();
      }
    } catch (InterruptedException _) {
      // The run was over before.
    }
  }

  /** Returns what was shown since this was asked last. */
  String shown() {
    String text = shown.toString(StandardCharsets.UTF_8);
    shown.reset();
    return text;
  }
}
