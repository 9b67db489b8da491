package dev.bounce.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A service as a plan knows it.
 *
 * @param key unique in the plan: the name, with {@code " via BACKEND"} where a statement chose
 *     another backend than the service's first, and {@code "~2"} behind a name that another scope
 *     has taken
 * @param name the name as declared or as written
 * @param backend the name of its backend
 * @param host the name of the host, {@code local} for this machine
 * @param place computes to the service or member inside of which it lives; absent for the host
 *     itself
 * @param settings properties of the backend by name
 * @param memberSettings properties whose value depends on the member, the variable {@code it}
 * @param probes its health probes, possibly none: then the backend's word is taken
 * @param after names of the services that come before it in {@code restart all}
 * @param floor the share or number of members that {@code phase} keeps up, where the service says
 *     so
 * @param hooks what is done to a member around a restart, where the service says so
 */
public record ServicePlan(
    String key,
    String name,
    String backend,
    String host,
    Optional<Formula> place,
    Map<String, Formula> settings,
    Map<String, Formula> memberSettings,
    List<ProbePlan> probes,
    List<String> after,
    Optional<Formula> floor,
    Optional<ServiceHooks> hooks) {
  /** Copies the collections. */
  public ServicePlan {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    memberSettings = Collections.unmodifiableMap(new LinkedHashMap<>(memberSettings));
    probes = List.copyOf(probes);
    after = List.copyOf(after);
  }

  /** Makes a service that says nothing of what is done around a restart. */
  public ServicePlan(
      String key,
      String name,
      String backend,
      String host,
      Optional<Formula> place,
      Map<String, Formula> settings,
      Map<String, Formula> memberSettings,
      List<ProbePlan> probes,
      List<String> after,
      Optional<Formula> floor) {
    this(
        key,
        name,
        backend,
        host,
        place,
        settings,
        memberSettings,
        probes,
        after,
        floor,
        Optional.empty());
  }

  /** Returns the same service with what is done around a restart of its members. */
  public ServicePlan with(ServiceHooks more) {
    return new ServicePlan(
        key,
        name,
        backend,
        host,
        place,
        settings,
        memberSettings,
        probes,
        after,
        floor,
        Optional.of(more));
  }

  /** Returns a block that is carried out for each member, where the service has it. */
  public Optional<Step> hook(Hook hook) {
    return hooks.flatMap(all -> all.of(hook));
  }
}
