package dev.bounce.integration.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bounce.testbed.CommandLineRun;
import dev.bounce.testbed.Eventually;
import dev.bounce.testbed.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder for runbooks and runs, and questions to the world that bounce has no part in. */
final class WebScene {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Path folder;
  private final CommandLineRun commands;

  WebScene(Path folder) {
    this.folder = folder;
    this.commands = new CommandLineRun(folder.resolve("state"));
  }

  /** Runs a runbook of these lines. */
  Outcome run(String... lines) throws IOException {
    Path file = folder.resolve("test.runbook");
    Files.writeString(file, String.join("\n", lines) + "\n");
    return commands.stateful("run", file.toString(), "--yes");
  }

  /** Runs a runbook, which has to end with this exit code. */
  Outcome run(int exitCode, String... lines) throws IOException {
    Outcome outcome = run(lines);
    assertEquals(exitCode, outcome.exitCode(), outcome::all);
    return outcome;
  }

  /** Runs another command over a runbook of these lines. */
  Outcome command(String command, String... lines) throws IOException {
    Path file = folder.resolve("test.runbook");
    Files.writeString(file, String.join("\n", lines) + "\n");
    return commands.stateful(command, file.toString());
  }

  /** Tells the last run again. */
  Outcome show(String... options) {
    return commands.stateful("show", options);
  }

  /** Returns what somebody else than bounce is answered. */
  static String get(URI address) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      return client.send(request, BodyHandlers.ofString()).body().strip();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** Returns the pids of the living children of a process, by the kernel's own account. */
  static Set<Long> children(long pid) throws IOException {
    String text = Files.readString(Path.of("/proc/" + pid + "/task/" + pid + "/children"));
    return Stream.of(text.strip().split(" ", -1))
        .filter(word -> !word.isEmpty())
        .map(Long::parseLong)
        .filter(Eventually::isAlive)
        .collect(Collectors.toSet());
  }

  /** Returns the pid of a process's parent. */
  static long parent(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 4).split(" ", 2)[0]);
  }
}
