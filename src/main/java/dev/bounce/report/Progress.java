package dev.bounce.report;

import dev.bounce.plan.StepId;
import dev.bounce.run.Event;
import dev.bounce.run.Glimpse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far a run has come: what is in work, what has failed, which batch it is at. Made of the run's
 * events; reads no clock. Not for several threads.
 */
public final class Progress {
  private final Map<Place, Work> works = new LinkedHashMap<>();
  private final Map<StepId, String> titles = new LinkedHashMap<>();
  private final Map<StepId, Batches> phases = new LinkedHashMap<>();
  private final Map<StepId, Glimpse.Probes> guards = new LinkedHashMap<>();
  private Optional<Instant> began = Optional.empty();

  /** A member in a step. */
  private record Place(StepId step, String member) {}

  /** How a member in work stands. */
  enum Standing {
    BUSY,
    FAILED,
    DONE
  }

  /**
   * A member in work.
   *
   * @param since when its step began with it
   * @param at when its state was told
   * @param log the last lines of its log, if it has failed
   */
  record Work(
      String member, Standing standing, String state, Instant since, Instant at, List<String> log) {
    Work {
      log = List.copyOf(log);
    }

    private Work now(Standing next, String told, Instant when) {
      return new Work(member, next, told, since, when, List.of());
    }
  }

  /** Takes in an event. */
  public void accept(Event event) {
    switch (event) {
      case Event.RunStarted started -> began = Optional.of(started.at());
      case Event.StepStarted started -> began(started);
      case Event.Expanded expanded ->
          Batches.of(expanded).ifPresent(batches -> phases.put(expanded.step(), batches));
      case Event.EffectSent sent ->
          busy(new Place(sent.step(), sent.member()), sent.effect(), sent.at());
      case Event.EffectRefused refused ->
          busy(
              new Place(refused.step(), refused.member()),
              "refused: " + refused.reason(),
              refused.at());
      case Event.Proven proven -> proven(proven);
      case Event.NotProven failed -> failed(failed);
      case Event.Health health -> health(health);
      case Event.Guarded guarded -> guards.remove(guarded.step());
      case Event.StepFinished finished -> ended(finished);
      case Event.Bound _,
          Event.Observed _,
          Event.Remarked _,
          Event.EffectsPlanned _,
          Event.Output _,
          Event.LogAdded _,
          Event.Logged _,
          Event.Interrupted _,
          Event.Reported _,
          Event.RunFinished _ -> {}
    }
  }

  /** Takes in how something stands, unless an event has told something newer since. */
  public void accept(Glimpse glimpse) {
    if (!titles.containsKey(glimpse.step())) {
      return;
    }
    switch (glimpse) {
      case Glimpse.Member member ->
          works.computeIfPresent(
              new Place(member.step(), member.member()),
              (_, work) ->
                  work.standing() == Standing.BUSY && member.at().isAfter(work.at())
                      ? work.now(Standing.BUSY, member.state(), member.at())
                      : work);
      case Glimpse.Probes probes -> guards.put(probes.step(), probes);
    }
  }

  private void began(Event.StepStarted started) {
    titles.put(started.step(), started.title());
    phases.replaceAll((phase, batches) -> batches.began(phase, started.step()));
  }

  private void ended(Event.StepFinished finished) {
    StepId step = finished.step();
    titles.remove(step);
    phases.remove(step);
    guards.remove(step);
    phases.replaceAll((phase, batches) -> batches.ended(phase, step));
    works
        .entrySet()
        .removeIf(entry ->
            entry.getKey().step().equals(step) && entry.getValue().standing() != Standing.FAILED);
  }

  private void busy(Place place, String state, Instant at) {
    Work known = works.get(place);
    works.put(
        place,
        known == null
            ? new Work(place.member(), Standing.BUSY, state, at, at, List.of())
            : known.now(Standing.BUSY, state, at));
  }

  /** What failed in an earlier attempt is no longer what has to be looked at. */
  private void proven(Event.Proven proven) {
    works
        .values()
        .removeIf(
            work -> work.standing() == Standing.FAILED && work.member().equals(proven.member()));
    Place place = new Place(proven.step(), proven.member());
    busy(place, proven.action(), proven.at());
    works.computeIfPresent(place, (_, work) -> work.now(Standing.DONE, work.state(), work.at()));
  }

  private void failed(Event.NotProven failed) {
    Place place = new Place(failed.step(), failed.member());
    busy(place, failed.reason(), failed.at());
    works.computeIfPresent(
        place,
        (_, work) ->
            new Work(
                work.member(),
                Standing.FAILED,
                work.state(),
                work.since(),
                work.at(),
                failed.logTail()));
  }

  /** One that serves may still have to do so for a while. */
  private void health(Event.Health health) {
    Place place = new Place(health.step(), health.member());
    String state = health.healthy() ? "healthy" : "not healthy: " + health.answer();
    busy(place, state, health.at());
  }

  /** Returns when the run began. */
  Optional<Instant> began() {
    return began;
  }

  /** Returns the members in work, and those that have failed; in the order in which they began. */
  List<Work> shown() {
    return works.values().stream().filter(work -> work.standing() != Standing.DONE).toList();
  }

  /** Returns how many members the steps in work are dealing with, those included that are done. */
  int total() {
    return works.size();
  }

  /** Returns how many of these are done. */
  int done() {
    return (int) works.values().stream().filter(work -> work.standing() == Standing.DONE).count();
  }

  /** Returns the phases that are going on. */
  List<Batches> phases() {
    return List.copyOf(phases.values());
  }

  /** Returns what the guards that are going on have counted. */
  List<Glimpse.Probes> guards() {
    return List.copyOf(guards.values());
  }

  /** Returns what is being done: the statement that began last; of a phase, that of the phase. */
  String title() {
    Optional<StepId> phase = phases.keySet().stream().findFirst();
    if (phase.isPresent()) {
      return titles.getOrDefault(phase.get(), "");
    }
    List<String> all = new ArrayList<>(titles.values());
    all.removeIf(String::isEmpty);
    return all.isEmpty() ? "" : all.getLast();
  }
}
