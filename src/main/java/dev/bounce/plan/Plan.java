package dev.bounce.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a runbook comes to for given parameters and inventory: a tree of steps, and everything that
 * it was made from. Immutable; the same input gives an equal plan.
 *
 * @param runbook the name of the runbook, or of its file
 * @param inputs every file it was made from
 * @param parameters what was given or defaulted, secrets masked
 * @param services every service that a step may touch, by key
 * @param root the steps
 */
public record Plan(
    String runbook,
    List<Input> inputs,
    Map<String, String> parameters,
    Map<String, ServicePlan> services,
    Step root) {
  /** Copies the collections and keeps their order. */
  public Plan {
    inputs = List.copyOf(inputs);
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
  }

  /**
   * Returns what the services of a target say is done around a restart, as far as the plan alone
   * tells which services these are.
   *
   * @param members the targets that variables for single members are taken of, as {@code it}
   */
  public List<Step> hookBlocks(Hook hook, Formula target, Map<String, Formula> members) {
    return TargetServices.of(target, members).stream()
        .map(services::get)
        .filter(Objects::nonNull)
        .flatMap(service -> service.hook(hook).stream())
        .toList();
  }

  /**
   * A file that the plan was made from.
   *
   * @param name how the runbook calls it
   * @param sha256 its digest in hexadecimal
   */
  public record Input(String name, String sha256) {}
}
