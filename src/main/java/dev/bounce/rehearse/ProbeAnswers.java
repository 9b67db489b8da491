package dev.bounce.rehearse;

import dev.bounce.plan.EvaluationException;
import dev.bounce.plan.Formula;
import dev.bounce.plan.FreeParts;
import dev.bounce.plan.ProbePlan;
import dev.bounce.plan.ServicePlan;
import dev.bounce.value.Json;
import dev.bounce.value.Texts;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.MemberValue;
import dev.bounce.value.Value.ServiceValue;
import java.util.LinkedHashMap;
import java.util.List;
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
      case ProbePlan.Http http -> serve(service, http.url(), "", number(http.status()), body(http));
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

  /** A regular expression that is plain text matches itself; no other text is made up. */
  private String body(ProbePlan.Http http) throws EvaluationException {
    if (!http.json().isEmpty()) {
      return json(http.json());
    }
    if (http.bodyMatches().isEmpty()) {
      return "";
    }
    String text = Texts.plain(questions.value(http.bodyMatches().get(), Map.of()));
    return PLAIN.matcher(text).matches() ? text : "";
  }

  /** An object that holds what is wanted; numbers in a path are keys here, which is enough. */
  private String json(List<ProbePlan.Pair> wanted) throws EvaluationException {
    Map<String, Object> body = new LinkedHashMap<>();
    for (ProbePlan.Pair pair : wanted) {
      String path = Texts.plain(questions.value(pair.name(), Map.of()));
      String value = Texts.plain(questions.value(pair.value(), Map.of()));
      put(body, List.of(path.split("\\.", -1)), value);
    }
    return Json.write(body);
  }

  /** A path through what another path has made a value is left out: no body could hold both. */
  private static void put(Map<String, Object> object, List<String> path, String value) {
    if (path.size() == 1) {
      object.put(path.getFirst(), value);
      return;
    }
    Map<String, Object> inner = new LinkedHashMap<>();
    if (object.get(path.getFirst()) instanceof Map<?, ?> known) {
      known.forEach((key, one) -> inner.put(String.valueOf(key), one));
    }
    put(inner, path.subList(1, path.size()), value);
    object.put(path.getFirst(), inner);
  }
}
