package dev.bounce.run;

import dev.bounce.backend.MemberState;
import dev.bounce.diag.Code;
import dev.bounce.plan.Batches;
import dev.bounce.run.Services.Sighting;
import dev.bounce.value.Value.MemberValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The members of one service that a phase deals with.
 *
 * @param service the key of the service
 * @param batches its members, in the order in which they are dealt with
 * @param floor how many of the service have to be up
 * @param upBefore without a floor, the names of the members that were up when the phase began: none
 *     of them may be down but those of the batch in hand, and those that failed and are tolerated
 */
record PhasePart(String service, Batches<MemberValue> batches, int floor, Set<String> upBefore) {
  /** Copies the set. */
  PhasePart {
    upBefore = Set.copyOf(upBefore);
  }

  /**
   * Fails where a batch would take too many members down.
   *
   * @param failed those that have failed in this phase: they count as down, whatever they say
   * @param sighting all members of the service, as they were a moment ago
   */
  void checkFloor(List<MemberValue> batch, Set<MemberValue> failed, Sighting sighting, Frame frame)
      throws StepFailedException {
    List<String> names = batch.stream().map(MemberValue::name).toList();
    Set<String> lost =
        failed.stream()
            .filter(member -> member.service().equals(service))
            .map(MemberValue::name)
            .collect(Collectors.toUnmodifiableSet());
    List<MemberState> others =
        sighting.members().stream().filter(state -> !names.contains(state.member())).toList();
    List<MemberState> down =
        others.stream()
            .filter(state -> !state.isRunning() || lost.contains(state.member()))
            .toList();
    Optional<MemberState> gone =
        down.stream()
            .filter(state -> upBefore.contains(state.member()) && !lost.contains(state.member()))
            .findFirst();
    if (gone.isPresent()) {
      throw frame.failed(
          Code.R013,
          "%s was up when the phase began and is %s now"
              .formatted(gone.get().member(), Ledger.shown(gone.get())));
    }
    int up = others.size() - down.size();
    if (up < floor) {
      throw frame.failed(
          Code.R013,
          "with %s being restarted %d of %d would be up, fewer than the floor of %d%s"
              .formatted(
                  String.join(", ", names), up, sighting.members().size(), floor, who(down, lost)));
    }
  }

  private static String who(List<MemberState> down, Set<String> lost) {
    return down.isEmpty()
        ? ""
        : ": "
            + down.stream()
                .map(state ->
                    state.member()
                        + (lost.contains(state.member()) ? " failed before, and is " : " is ")
                        + Ledger.shown(state))
                .collect(Collectors.joining(", "));
  }
}
