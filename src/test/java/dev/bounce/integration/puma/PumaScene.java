package dev.bounce.integration.puma;

import dev.bounce.testbed.CommandLineRun;
import dev.bounce.testbed.Outcome;
import dev.bounce.testbed.RealPuma;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A Puma, a state directory of its own, and runbooks about the service {@code web}. */
final class PumaScene implements AutoCloseable {
  private final Path folder;
  private final RealPuma puma;
  private final CommandLineRun commands;

  PumaScene() throws IOException {
    folder = Files.createTempDirectory("puma"); // short: a socket's path has 107 bytes
    puma = RealPuma.in(folder.resolve("p"));
    commands = new CommandLineRun(folder.resolve("state"));
  }

  RealPuma puma() {
    return puma;
  }

  Path folder() {
    return folder;
  }

  /** Runs statements about {@code web}, which is declared with properties. */
  Outcome run(String properties, String statements) throws IOException {
    return commands.stateful("run", runbook(properties, statements).toString());
  }

  /** Runs statements that may call the procedures of the module {@code puma}. */
  Outcome use(String properties, String statements) throws IOException {
    return run(properties, "use puma\n" + statements);
  }

  /** Lets Puma listen on a port, too, and returns its address. */
  URI listenOnTcp() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // Else Puma 5.6 closes now and then a connection that it has accepted and not heard of yet.
      puma.config("bind 'tcp://127.0.0.1:" + free.getLocalPort() + "'\nqueue_requests false");
      return URI.create("http://127.0.0.1:" + free.getLocalPort() + "/");
    }
  }

  /** Returns the link to the release that it runs. */
  Path current() {
    return puma.folder().resolve("current");
  }

  /** Runs a command on a runbook. */
  Outcome bounce(String command, Path runbook, String... more) {
    return commands.stateful(
        command,
        Stream.concat(Stream.of(runbook.toString()), Stream.of(more)).toArray(String[]::new));
  }

  Path runbook(String properties, String statements) throws IOException {
    return Files.writeString(
        folder.resolve("test.runbook"),
        "service web {\n  via puma\n%s  %s\n}\n%s\n"
            .formatted(
                properties.contains("stable ") ? "" : "  stable 300ms\n", properties, statements));
  }

  /** Returns everything that is kept of runs. */
  String journals() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
      StringBuilder all = new StringBuilder();
      List<Path> regular = files.filter(Files::isRegularFile).toList();
      for (Path file : regular) {
        all.append(Files.readString(file));
      }
      return all.toString();
    }
  }

  String byState() {
    return "state \"" + puma.state() + "\"";
  }

  @Override
  public void close() throws IOException {
    puma.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(PumaScene::delete);
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
