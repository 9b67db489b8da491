package dev.bounce.plan;

import dev.bounce.backend.MemberState;
import dev.bounce.backend.Remark;
import dev.bounce.backend.Stage;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known beforehand of the effects of a plan: for each step that acts on members, what each
 * backend would be sent. Made by the very functions that the run uses.
 *
 * @param live whether services were read for it
 * @param acts by step
 */
public record Preview(boolean live, Map<StepId, List<ServiceEffects>> acts) {
  /** Copies the map and keeps its order. */
  public Preview {
    acts = Collections.unmodifiableMap(new LinkedHashMap<>(acts));
  }

  /**
   * What one step sends for one service, or for one batch of it.
   *
   * @param service the key of the service
   * @param batch from one; absent where the step is no phase
   * @param members the members with the states that were read or foreseen
   * @param stages the effects, in order
   * @param bound the longest that all of it may take
   * @param certainty how sure it is
   * @param remarks what the backend has to say of it, where the services were read
   * @param note why there is nothing more to see, where that is so
   */
  public record ServiceEffects(
      String service,
      Optional<Integer> batch,
      List<MemberState> members,
      List<Stage> stages,
      Duration bound,
      Certainty certainty,
      List<Remark> remarks,
      Optional<String> note) {
    /** Copies the lists. */
    public ServiceEffects {
      members = List.copyOf(members);
      stages = List.copyOf(stages);
      remarks = List.copyOf(remarks);
    }
  }

  /** Returns what is known of a step; nothing for a step that acts on no members. */
  public List<ServiceEffects> of(StepId step) {
    return acts.getOrDefault(step, List.of());
  }
}
