package dev.bounce.host;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteStreamHandler;
import org.apache.commons.exec.ProcessDestroyer;

/** A process that Commons Exec started and waits for on a virtual thread. */
final class RunningCommand {
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();

  private RunningCommand() {}

  /**
   * Starts an argument vector and returns at once.
   *
   * @param environment all of it
   * @param onStart is told the pid before anybody waits for the process
   */
  static RunningCommand start(
      List<String> arguments,
      Map<String, String> environment,
      Path directory,
      ExecuteStreamHandler streams,
      LongConsumer onStart) {
    RunningCommand running = new RunningCommand();
    DefaultExecutor executor =
        DefaultExecutor.builder()
            .setWorkingDirectory(directory)
            .setExecuteStreamHandler(streams)
            .get();
    executor.setExitValues(null); // every exit code is a result
    executor.setProcessDestroyer(announcing(onStart));
    // Not its own thread: that would keep the JVM alive as long as a detached process lives.
    Thread.ofVirtual()
        .name("bounce-command")
        .start(() -> running.execute(executor, new ExactCommand(arguments), environment));
    return running;
  }

  private void execute(
      DefaultExecutor executor, ExactCommand command, Map<String, String> environment) {
    try {
      exit.complete(executor.execute(command, environment));
    } catch (IOException | RuntimeException e) {
      exit.completeExceptionally(e);
    }
  }

  /** Returns the exit code, or nothing when the command has not ended in time. */
  Optional<Integer> await(Duration timeout) throws HostException, InterruptedException {
    try {
      return Optional.of(exit.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw failure(e);
    }
  }

  /** Returns the exit code, or nothing when the command has not ended, or nobody can tell how. */
  Optional<Integer> exitCode() {
    return exit.state() == Future.State.SUCCESS ? Optional.of(exit.resultNow()) : Optional.empty();
  }

  /** Commons Exec tells a "destroyer" of each process, which is how to learn the pid. */
  private static ProcessDestroyer announcing(LongConsumer onStart) {
    return new ProcessDestroyer() {
      @Override
      public boolean add(Process process) {
        onStart.accept(process.pid());
        return true;
      }

      @Override
      public boolean remove(Process process) {
        return true;
      }

      @Override
      public int size() {
        return 0;
      }
    };
  }

  private static HostException failure(ExecutionException e) {
    String words =
        Optional.ofNullable(e.getCause()).map(Throwable::getMessage).orElse("not started");
    return new HostException(HostException.Reason.FAILED, words);
  }
}
