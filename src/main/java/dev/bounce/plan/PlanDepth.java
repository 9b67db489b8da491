package dev.bounce.plan;

import dev.bounce.value.RecordCodec;

/** Tells whether a plan nests too deep for what goes over it by recursion. */
final class PlanDepth {
  /** How deep the structure may be that is written of a plan. */
  static final int LIMIT = RecordCodec.DEPTH_LIMIT;

  private static final RecordCodec<Plan> CODEC = RecordCodec.of(Plan.class);

  private PlanDepth() {}

  static boolean isTooDeep(Plan plan) {
    return CODEC.depth(plan) > LIMIT;
  }
}
