package dev.bounce.backend.puma;

import dev.bounce.value.Json;
import dev.bounce.value.JsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the control server answers to {@code /stats}: Puma 5 and 6, cluster.rb and single.rb. */
sealed interface Stats {
  /** Returns when the master began, in whole seconds: new after every restart. */
  String startedAt();

  /** Returns how many requests its threads are at work on, and how many wait for a thread. */
  int requests();

  /**
   * A server with workers.
   *
   * @param wanted how many workers it has or is about to fork
   * @param phase how often it has begun to replace its workers
   * @param workers all of them
   */
  record Cluster(String startedAt, int wanted, long phase, List<WorkerStatus> workers)
      implements Stats {
    /** Copies the list. */
    public Cluster {
      workers = List.copyOf(workers);
    }

    /** Returns how many workers have loaded the application. */
    int booted() {
      return (int) workers.stream().filter(WorkerStatus::booted).count();
    }

    @Override
    public int requests() {
      return workers.stream().mapToInt(WorkerStatus::requests).sum();
    }

    /** Returns how many workers are of an earlier phase. */
    int old() {
      return (int) workers.stream().filter(worker -> worker.phase() != phase).count();
    }

    /** Tells whether every worker has loaded the application and said so. */
    boolean isUp() {
      return wanted > 0
          && workers.size() == wanted
          && workers.stream().allMatch(worker -> worker.booted() && worker.reported());
    }
  }

  /**
   * A worker.
   *
   * @param pid absent while another worker is about to fork it
   * @param phase the one in which it was forked
   * @param booted whether it has loaded the application
   * @param reported whether it has told how its threads are, which it does once it serves
   * @param requests how many requests it had to answer when it told that: it does every 5 s
   *     (worker_check_interval)
   */
  record WorkerStatus(
      Optional<Long> pid,
      String startedAt,
      long phase,
      boolean booted,
      boolean reported,
      int requests) {}

  /**
   * A server without workers.
   *
   * @param requests how many requests it has to answer
   */
  record Single(String startedAt, int requests) implements Stats {}

  /** An answer is not that of Puma's control server. */
  final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }
  }

  /** Reads an answer. */
  static Stats parse(String text) throws UnreadableException {
    try {
      if (!(Json.read(text) instanceof Map<?, ?> fields)) {
        throw new UnreadableException("it is not an object");
      }
      String startedAt = String.valueOf(fields.get("started_at"));
      if (!(fields.get("worker_status") instanceof List<?> list)) {
        if (!fields.containsKey("running")) {
          throw new UnreadableException("it tells neither of workers nor of threads");
        }
        return new Single(startedAt, requests(fields));
      }
      List<WorkerStatus> workers = new ArrayList<>();
      for (Object worker : list) {
        workers.add(worker(worker));
      }
      return new Cluster(
          startedAt, (int) number(fields, "workers"), number(fields, "phase"), workers);
    } catch (JsonException e) {
      throw new UnreadableException(String.valueOf(e.getMessage()));
    }
  }

  private static WorkerStatus worker(Object worker) throws UnreadableException {
    if (!(worker instanceof Map<?, ?> fields)) {
      throw new UnreadableException("a worker is not an object");
    }
    return new WorkerStatus(
        fields.get("pid") instanceof Long pid ? Optional.of(pid) : Optional.empty(),
        String.valueOf(fields.get("started_at")),
        number(fields, "phase"),
        Boolean.TRUE.equals(fields.get("booted")),
        fields.get("last_status") instanceof Map<?, ?> status && !status.isEmpty(),
        fields.get("last_status") instanceof Map<?, ?> status ? requests(status) : 0);
  }

  /**
   * {@code pool_capacity} is how many requests could be begun at once: threads that wait, and those
   * that may still be made.
   */
  private static int requests(Map<?, ?> threads) throws UnreadableException {
    boolean tells =
        Stream.of("max_threads", "pool_capacity", "backlog").allMatch(threads::containsKey);
    return tells
        ? (int)
            Math.max(
                0,
                number(threads, "max_threads")
                    - number(threads, "pool_capacity")
                    + number(threads, "backlog"))
        : 0;
  }

  private static long number(Map<?, ?> fields, String name) throws UnreadableException {
    if (fields.get(name) instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE) {
      return number;
    }
    throw new UnreadableException("its " + name + " is not a number that can be");
  }
}
