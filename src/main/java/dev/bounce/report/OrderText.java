package dev.bounce.report;

import dev.bounce.plan.Step;
import java.util.ArrayList;
import java.util.List;

/** Shows which services have their turn at the same time, and which when others are done. */
final class OrderText {
  private OrderText() {}

  /** Returns lines: those that wait for nobody, then each of the others with what it waits for. */
  static List<String> lines(Step.Ordered ordered) {
    List<String> lines = new ArrayList<>();
    List<String> first =
        ordered.turns().stream()
            .filter(turn -> turn.after().isEmpty())
            .map(Step.Turn::service)
            .toList();
    lines.add((first.size() == 1 ? "first: " : "at the same time: ") + String.join(", ", first));
    for (Step.Turn turn : ordered.turns()) {
      if (!turn.after().isEmpty()) {
        lines.add("%s: after %s".formatted(turn.service(), String.join(", ", turn.after())));
      }
    }
    if (ordered.atOnce() < ordered.turns().size()) {
      lines.add(ordered.atOnce() + " at the same time at most");
    }
    return lines;
  }
}
