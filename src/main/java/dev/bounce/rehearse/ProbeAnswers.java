package dev.bounce.rehearse;

import dev.bounce.plan.EvaluationException;
import dev.bounce.plan.Formula;
import dev.bounce.plan.FreeParts;
import dev.bounce.plan.ProbePlan;
import dev.bounce.plan.ServicePlan;
import dev.bounce.value.Texts;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.MemberValue;
import dev.bounce.value.Value.ServiceValue;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * Lets the addresses of health probes answer as the probes expect it: while the member runs that an
 * address belongs to, else while any member of the service runs.
 */
final class ProbeAnswers {
  private static final String MEMBER = "it";
  private static final Pattern PLAIN = Pattern.compile("[\\w \\-]*");

  private final TestWorld world;
  private final Questions questions;

  ProbeAnswers(TestWorld world, Questions questions) {
    this.world = world;
    this.questions = questions;
  }

  /** Serves the probes of services; those whose address only the run can know are left out. */
  void serve(Iterable<ServicePlan> services) {
    for (ServicePlan service : services) {
      for (ProbePlan probe : service.probes()) {
        try {
          serve(service, probe);
        } catch (EvaluationException _) {
          // Then the address answers while anything runs at all.
        }
      }
    }
  }

  private void serve(ServicePlan service, ProbePlan probe) throws EvaluationException {
    switch (probe) {
      case ProbePlan.Http http ->
          serve(service, http.url(), "", number(http.status()), body(http.bodyMatches()));
      case ProbePlan.Tcp tcp -> serve(service, tcp.address(), "tcp://", 200, "");
      case ProbePlan.Command _, ProbePlan.Backend _ -> {}
    }
  }

  private void serve(ServicePlan service, Formula address, String scheme, int status, String body)
      throws EvaluationException {
    String name = service.name();
    if (!FreeParts.variables(address).contains(MEMBER)) {
      String prefix = scheme + Texts.plain(questions.value(address, Map.of()));
      world.host.serve(prefix, status, body, () -> world.services.running(name) > 0);
      return;
    }
    for (MemberValue member : questions.members(new ServiceValue(service.key()))) {
      String prefix = scheme + Texts.plain(questions.value(address, Map.of(MEMBER, member)));
      BooleanSupplier up = () -> world.services.isRunning(name, member.index());
      world.host.serve(prefix, status, body, up);
    }
  }

  private int number(Optional<Formula> status) throws EvaluationException {
    return status.isPresent()
            && questions.value(status.get(), Map.of()) instanceof IntegerValue(long number)
        ? Math.clamp(number, 100, 599)
        : 200;
  }

  /** A regular expression that is plain text matches itself; no other body is made up. */
  private String body(Optional<Formula> expression) throws EvaluationException {
    if (expression.isEmpty()) {
      return "";
    }
    String text = Texts.plain(questions.value(expression.get(), Map.of()));
    return PLAIN.matcher(text).matches() ? text : "";
  }
}
