package dev.bounce.backend;

import java.time.Duration;
import java.util.List;

/**
 * How a backend carries out an action on members: stages, one after another.
 *
 * @param stages those that send anything; possibly none, where every member is already in the
 *     wanted state
 */
public record Recipe(List<Stage> stages) {
  /** Leaves out the stages that send nothing: nobody would be waited for. */
  public Recipe {
    stages = stages.stream().filter(Stage::sendsAnything).toList();
  }

  /** Returns the recipe of these stages. */
  public static Recipe of(Stage... stages) {
    return new Recipe(List.of(stages));
  }

  /** Returns the longest time that all stages and their escalations may take when all goes well. */
  public Duration bound() {
    Duration total = Duration.ZERO;
    for (Stage stage : stages) {
      total = total.plus(stage.within());
      total = total.plus(stage.escalation().map(Stage::within).orElse(Duration.ZERO));
    }
    return total;
  }
}
