package dev.bounce.run;

import dev.bounce.backend.MemberState;
import dev.bounce.health.Probe;
import dev.bounce.health.ProbeAnswer;
import dev.bounce.plan.EvaluationException;
import dev.bounce.run.Services.Sighting;
import dev.bounce.value.Value.MemberValue;

/** Asks once whether a member serves: its backend says that it runs, and all its probes agree. */
final class HealthCheck {
  private final Run run;

  HealthCheck(Run run) {
    this.run = run;
  }

  /**
   * What was heard.
   *
   * @param said the answer of the first probe that failed, or of the last one
   */
  record Answer(boolean healthy, String said) {}

  /** Asks; a probe whose address has no value yet is a bad answer too. */
  Answer ask(Sighting sighting, MemberState member, Frame frame) {
    if (!member.isRunning()) {
      return new Answer(false, Ledger.shown(member));
    }
    try {
      String said = "running";
      for (Probe probe :
          new Probes(run).of(sighting.service().plan(), value(sighting, member), frame)) {
        ProbeAnswer answer = probe.ask(sighting.service().host(), member);
        said = probe.shown() + ": " + answer.said();
        if (!answer.ok()) {
          return new Answer(false, said);
        }
      }
      return new Answer(true, said);
    } catch (EvaluationException e) {
      return new Answer(false, e.message());
    }
  }

  boolean isHealthy(Sighting sighting, MemberState member, Frame frame) {
    return ask(sighting, member, frame).healthy();
  }

  /** Returns a member as formulas see it. */
  static MemberValue value(Sighting sighting, MemberState member) {
    int index = sighting.members().indexOf(member);
    return new MemberValue(sighting.service().key(), member.member(), index);
  }
}
