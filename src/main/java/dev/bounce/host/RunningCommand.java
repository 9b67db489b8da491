package dev.bounce.host;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteException;
import org.apache.commons.exec.ExecuteResultHandler;
import org.apache.commons.exec.ExecuteStreamHandler;
import org.apache.commons.exec.ProcessDestroyer;

/** A process that Commons Exec started and waits for on a virtual thread. */
final class RunningCommand {
  private final CompletableFuture<Long> pid = new CompletableFuture<>();
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
      LongConsumer onStart)
      throws HostException {
    RunningCommand running = new RunningCommand();
    DefaultExecutor executor =
        DefaultExecutor.builder()
            .setThreadFactory(Thread.ofVirtual().name("bounce-command-", 0).factory())
            .setWorkingDirectory(directory)
            .setExecuteStreamHandler(streams)
            .get();
    executor.setExitValues(null); // every exit code is a result
    executor.setProcessDestroyer(running.announcing(onStart));
    try {
      executor.execute(new ExactCommand(arguments), environment, running.completing());
    } catch (IOException e) {
      throw new HostException(HostException.Reason.FAILED, words(e));
    }
    return running;
  }

  /** Returns the pid once there is one. */
  long pid() throws HostException, InterruptedException {
    try {
      return pid.get();
    } catch (ExecutionException e) {
      throw failure(e);
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

  /** Commons Exec tells a "destroyer" of each process; there is no other way to learn the pid. */
  private ProcessDestroyer announcing(LongConsumer onStart) {
    return new ProcessDestroyer() {
      @Override
      public boolean add(Process process) {
        onStart.accept(process.pid());
        return pid.complete(process.pid());
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

  private ExecuteResultHandler completing() {
    return new ExecuteResultHandler() {
      @Override
      public void onProcessComplete(int exitValue) {
        exit.complete(exitValue);
      }

      @Override
      public void onProcessFailed(ExecuteException e) {
        pid.completeExceptionally(e);
        exit.completeExceptionally(e);
      }
    };
  }

  private static HostException failure(ExecutionException e) {
    return new HostException(HostException.Reason.FAILED, words(e.getCause()));
  }

  /** Returns what the operating system said, without the layers around it. */
  private static String words(Throwable thrown) {
    Throwable deepest = thrown;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return String.valueOf(deepest.getMessage());
  }
}
