package dev.bounce.plan;

import java.util.Optional;

/**
 * The blocks of a service that are carried out for each member around a restart.
 *
 * @param variable what the member is called in them
 * @param drain takes a member out of service
 * @param undrain puts it into service again
 * @param beforeRestart comes before the first effect of a restart
 */
public record ServiceHooks(
    String variable, Optional<Step> drain, Optional<Step> undrain, Optional<Step> beforeRestart) {
  /** Returns a block, where the service has it. */
  public Optional<Step> of(Hook hook) {
    return switch (hook) {
      case DRAIN -> drain;
      case UNDRAIN -> undrain;
      case BEFORE_RESTART -> beforeRestart;
    };
  }
}
