package dev.bounce.backend;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The processes that do a member's work, where the member is a master with workers.
 *
 * @param all those that are meant to go on working; not those that are finishing their last request
 * @param wanted how many there have to be
 */
public record Workers(List<Worker> all, int wanted) {
  /** Copies the list. */
  public Workers {
    all = List.copyOf(all);
  }

  /**
   * One of them.
   *
   * @param identity new with every start of a worker, such as its pid and start time
   * @param ready whether it takes requests, as far as anybody can tell
   */
  public record Worker(String identity, boolean ready) {}

  /** Tells whether as many as wanted are ready. */
  public boolean isComplete() {
    return all.stream().filter(Worker::ready).count() >= wanted;
  }

  /** Returns who they are. */
  public Set<String> identities() {
    return all.stream().map(Worker::identity).collect(Collectors.toUnmodifiableSet());
  }
}
