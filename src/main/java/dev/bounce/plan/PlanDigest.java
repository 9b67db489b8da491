package dev.bounce.plan;

import dev.bounce.library.Digests;
import dev.bounce.value.Json;
import dev.bounce.value.RecordCodec;

/**
 * The digest of a plan: equal plans have equal digests. It names a plan for whoever approves it; it
 * is no signature.
 */
public final class PlanDigest {
  private static final RecordCodec<Plan> CODEC = RecordCodec.of(Plan.class);

  private PlanDigest() {}

  /**
   * Returns the SHA-256, in hexadecimal, of the plan's canonical JSON, in which secrets are masked.
   */
  public static String of(Plan plan) {
    return Digests.sha256(Json.write(CODEC.encode(plan)));
  }
}
