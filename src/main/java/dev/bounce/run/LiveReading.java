package dev.bounce.run;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.MemberState;
import dev.bounce.diag.Diagnostic;
import dev.bounce.plan.EvaluationException;
import dev.bounce.plan.Plan;
import dev.bounce.plan.ServicePlan;
import dev.bounce.run.Services.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads every service of a plan whose properties are known, or follow from files, for a preview.
 * Looks, and changes nothing.
 *
 * @param members the members by service key
 * @param problems what could not be read, in the order of the plan
 */
public record LiveReading(Map<String, List<MemberState>> members, List<Diagnostic> problems) {
  /** Copies the collections. */
  public LiveReading {
    members = Map.copyOf(members);
    problems = List.copyOf(problems);
  }

  /** Reads. */
  public static LiveReading of(Plan plan, World world) {
    Run run = new Run(world, plan, List.of(), new Interruption());
    Frame frame = Frame.outermost(plan.root(), new StopSignal());
    Map<String, List<MemberState>> members = new LinkedHashMap<>();
    List<Diagnostic> problems = new ArrayList<>();
    for (ServicePlan service : plan.services().values()) {
      if (Services.canBeLookedUp(service)) {
        read(run, service, frame, members, problems);
      }
    }
    return new LiveReading(members, problems);
  }

  private static void read(
      Run run,
      ServicePlan plan,
      Frame frame,
      Map<String, List<MemberState>> members,
      List<Diagnostic> problems) {
    try {
      Service service = run.services.find(plan.key(), frame);
      members.put(plan.key(), run.services.observe(service, frame));
    } catch (BackendException failed) {
      Diagnostic problem = Diagnostic.error(failed.code(), failed.message());
      if (failed.why().isPresent()) {
        problem = problem.because(failed.why().get());
      }
      problems.add(failed.hint().isPresent() ? problem.hint(failed.hint().get()) : problem);
    } catch (EvaluationException failed) {
      problems.add(Diagnostic.error(failed.code(), failed.message()));
    } catch (StepFailedException failed) {
      problems.add(Diagnostic.error(failed.failure().code(), failed.failure().reason()));
    }
  }
}
