package dev.bounce.run;

import dev.bounce.backend.MemberState;
import dev.bounce.diag.Diagnostic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Tells the sinks every event, one at a time, without secrets. */
final class Emitter {
  private final ReentrantLock lock = new ReentrantLock();
  private final List<EventSink> sinks;
  private final SecretMask mask;
  private Optional<Diagnostic> broken = Optional.empty();

  Emitter(List<EventSink> sinks, SecretMask mask) {
    this.sinks = List.copyOf(sinks);
    this.mask = mask;
  }

  /**
   * Tells the sinks; one that fails does not keep the others from being told.
   *
   * @return what is wrong with a sink, now or since an earlier event
   */
  Optional<Diagnostic> emit(Event event) {
    Event shown = masked(event);
    lock.lock();
    try {
      for (EventSink sink : sinks) {
        tell(sink, shown);
      }
      return broken;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Shows the sinks how something stands. Waits for nobody: probes must not be late because a
   * journal is being written.
   */
  void show(Glimpse glimpse) {
    Glimpse shown = masked(glimpse);
    sinks.forEach(sink -> sink.glimpse(shown));
  }

  private Glimpse masked(Glimpse glimpse) {
    return switch (glimpse) {
      case Glimpse.Member it ->
          new Glimpse.Member(it.at(), it.step(), it.member(), mask.mask(it.state()));
      case Glimpse.Probes _ -> glimpse;
    };
  }

  private void tell(EventSink sink, Event event) {
    try {
      sink.accept(event);
    } catch (SinkFailedException e) {
      broken = broken.or(() -> Optional.of(e.diagnostic()));
    }
  }

  private Event masked(Event event) {
    return switch (event) {
      case Event.Bound it ->
          new Event.Bound(it.at(), it.step(), it.variable(), mask.mask(it.value()));
      case Event.Observed it ->
          new Event.Observed(
              it.at(), it.step(), it.service(), it.members().stream().map(this::masked).toList());
      case Event.EffectsPlanned it ->
          new Event.EffectsPlanned(it.at(), it.step(), mask.mask(it.effects()));
      case Event.EffectSent it ->
          new Event.EffectSent(it.at(), it.step(), it.member(), mask.mask(it.effect()));
      case Event.EffectRefused it ->
          new Event.EffectRefused(
              it.at(), it.step(), it.member(), mask.mask(it.effect()), mask.mask(it.reason()));
      case Event.NotProven it ->
          new Event.NotProven(
              it.at(),
              it.step(),
              it.service(),
              it.member(),
              mask.mask(it.reason()),
              mask.mask(it.logTail()));
      case Event.Health it ->
          new Event.Health(it.at(), it.step(), it.member(), it.healthy(), mask.mask(it.answer()));
      case Event.Guarded it ->
          new Event.Guarded(it.at(), it.step(), it.figures().masked(mask::mask));
      case Event.Output it -> new Event.Output(it.at(), it.step(), mask.mask(it.line()));
      case Event.LogAdded it ->
          new Event.LogAdded(it.at(), it.step(), it.source(), mask.mask(it.lines()), it.omitted());
      case Event.Logged it -> new Event.Logged(it.at(), it.step(), mask.mask(it.message()));
      case Event.Remarked it ->
          new Event.Remarked(it.at(), it.step(), it.member(), mask.mask(it.text()));
      case Event.StepStarted it ->
          new Event.StepStarted(it.at(), it.step(), mask.mask(it.title()), it.place());
      case Event.StepFinished it ->
          new Event.StepFinished(
              it.at(),
              it.step(),
              mask.mask(it.title()),
              it.status(),
              it.took(),
              it.reason().map(mask::mask));
      case Event.Expanded it -> new Event.Expanded(it.at(), it.step(), mask.mask(it.keys()));
      // A report is made without secrets.
      case Event.RunStarted _,
          Event.Proven _,
          Event.Interrupted _,
          Event.Reported _,
          Event.RunFinished _ ->
          event;
    };
  }

  private MemberState masked(MemberState state) {
    Map<String, String> facts = new LinkedHashMap<>(state.facts());
    facts.replaceAll((_, fact) -> mask.mask(fact));
    return state.withDetail(mask.mask(state.detail())).withFacts(facts);
  }
}
