package dev.bounce.integration.load;

import java.util.List;
import java.util.function.Supplier;

/** The nine restarts that are to lose no request. */
final class Scenarios {
  private static final List<Supplier<RollingScenario>> ALL =
      List.of(
          PumaScenario::phased,
          PumaScenario::hot,
          GunicornScenario::new,
          SharedSocketScenario::new,
          NginxScenario::reload,
          NginxScenario::upgrade,
          SystemdInstancesScenario::new,
          SupervisorGroupScenario::new,
          ContainersScenario::new);

  private Scenarios() {}

  /** Returns new ones, none of them started. */
  static List<RollingScenario> all() {
    return ALL.stream().map(Supplier::get).toList();
  }
}
