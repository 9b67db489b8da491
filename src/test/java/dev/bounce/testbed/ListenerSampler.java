package dev.bounce.testbed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Counts how many members serve, from outside: a process of its own looks every few milliseconds
 * into the kernel's table of sockets. It shares neither code nor a garbage collector with bounce.
 */
public final class ListenerSampler implements AutoCloseable {
  private static final String SCRIPT = "testbed/sample-listeners";
  private static final int BOUND_SECONDS = 10;

  private final Process process;
  private final BufferedReader said;

  private ListenerSampler(Process process) {
    this.process = process;
    this.said =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
  }

  /** Starts it; returns when the first sample is taken. */
  public static ListenerSampler start(List<Path> sockets) throws IOException {
    List<String> command =
        Stream.concat(Stream.of(SCRIPT), sockets.stream().map(Path::toString)).toList();
    ListenerSampler sampler =
        new ListenerSampler(
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    if (!"sampling".equals(sampler.said.readLine())) {
      sampler.close();
      throw new IOException(SCRIPT + " did not begin");
    }
    return sampler;
  }

  /** Ends it, and returns what it has seen. */
  public Samples end() throws IOException {
    process.getOutputStream().close();
    return new Samples(said.lines().map(Sample::of).toList());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * One look.
   *
   * @param milliseconds by a clock that never jumps
   * @param serving how many of the sockets were listened on
   */
  public record Sample(double milliseconds, int serving) {
    private static Sample of(String line) {
      String[] words = line.split(" ", -1);
      return new Sample(Double.parseDouble(words[0]), Integer.parseInt(words[1]));
    }
  }

  /**
   * All looks, in order.
   *
   * @param all at least two
   */
  public record Samples(List<Sample> all) {
    /** Copies the list. */
    public Samples {
      all = List.copyOf(all);
      if (all.size() < 2) {
        throw new IllegalArgumentException("no gap between " + all);
      }
    }

    /** Returns the longest time in which nobody looked. */
    public Duration longestGap() {
      double longest = 0;
      for (int i = 1; i < all.size(); i++) {
        longest = Math.max(longest, all.get(i).milliseconds() - all.get(i - 1).milliseconds());
      }
      return Duration.ofNanos(Math.round(longest * 1e6));
    }

    /** Returns how many served when the fewest did. */
    public int fewest() {
      return all.stream().mapToInt(Sample::serving).min().orElseThrow();
    }
  }
}
