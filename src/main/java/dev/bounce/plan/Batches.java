package dev.bounce.plan;

import dev.bounce.diag.Code;
import dev.bounce.value.Value;
import dev.bounce.value.Value.ListValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The batches of a phase over one service. Pure; the check of a plan, its preview and the run use
 * these very functions.
 *
 * @param all every element once, in order; no batch is empty
 * @param hasCanary whether the first batch goes ahead of the others on trial
 */
public record Batches<T>(List<List<T>> all, boolean hasCanary) {
  /** Copies the lists. */
  public Batches {
    all = all.stream().map(List::copyOf).toList();
  }

  /**
   * Returns the batches of some elements.
   *
   * @param by a number or share of the elements, or a list of those whose last entry repeats; a
   *     share is rounded down, and is one at least
   * @param canary how many go first, in a batch of their own; {@code by} holds for the others, its
   *     shares still being those of all elements
   * @throws EvaluationException P012 when a batch would be empty, or a size is no count
   */
  public static <T> Batches<T> of(List<T> elements, Value by, Optional<Value> canary)
      throws EvaluationException {
    List<Value> ramp = by instanceof ListValue(List<Value> steps) ? steps : List.of(by);
    if (ramp.isEmpty()) {
      throw new EvaluationException(Code.P012, "a phase by an empty list has no batches");
    }
    int total = elements.size();
    List<List<T>> batches = new ArrayList<>();
    int next = 0;
    if (canary.isPresent() && total > 0) {
      next = Math.min(total, Shares.batch(total, canary.get()));
      batches.add(elements.subList(0, next));
    }
    for (int i = 0; next < total; i++) {
      Value step = ramp.get(Math.min(i, ramp.size() - 1));
      int end = (int) Math.min(total, (long) next + Shares.batch(total, step));
      batches.add(elements.subList(next, end));
      next = end;
    }
    return new Batches<>(batches, canary.isPresent());
  }

  /** Returns how many elements the largest batch has; none where there is no batch. */
  public int largest() {
    return all.stream().mapToInt(List::size).max().orElse(0);
  }

  /**
   * Returns how many elements can be down at the same time: those of a batch, and those that failed
   * in the batches before it. The failure of a canary is never tolerated.
   *
   * @param tolerated how many may fail before the phase stops
   */
  public int mostDown(int tolerated) {
    int most = 0;
    int before = 0;
    for (int i = 0; i < all.size(); i++) {
      int size = all.get(i).size();
      most = Math.max(most, size + Math.min(tolerated, before));
      before += isCanary(i) ? 0 : size;
    }
    return most;
  }

  /** Tells whether the batch of that index is the canary. */
  public boolean isCanary(int index) {
    return hasCanary && index == 0;
  }

  /**
   * Refuses batches that could leave fewer members up than the floor even if all others are up.
   *
   * @param total how many members the service has
   * @throws EvaluationException P014
   */
  public void checkFloor(int total, int floor, int tolerated) throws EvaluationException {
    int down = mostDown(tolerated);
    if (total - down < floor) {
      throw new EvaluationException(
          Code.P014,
          "%s of %d members %s %d up, fewer than the floor of %d"
              .formatted(
                  down == largest()
                      ? "a batch of " + down
                      : "a batch, and the failures that are tolerated, " + down + " in all,",
                  total,
                  down == largest() ? "leaves" : "leave",
                  total - down,
                  floor));
    }
  }
}
