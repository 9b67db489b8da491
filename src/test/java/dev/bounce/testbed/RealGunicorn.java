package dev.bounce.testbed;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The machine's own gunicorn with a small application, in a folder of a test: {@code
 * testbed/gunicorn}.
 */
public final class RealGunicorn implements AutoCloseable {
  private static final String SCRIPT = "testbed/gunicorn";

  private final Path folder;

  private RealGunicorn(Path folder) {
    this.folder = folder;
  }

  /** Starts it as somebody else would, and returns when it answers. */
  public static RealGunicorn start(Path folder, String... options) throws IOException {
    return script("start", folder, options);
  }

  /** Only makes the application and the command, for somebody else to start it. */
  public static RealGunicorn prepare(Path folder, String... options) throws IOException {
    return script("prepare", folder, options);
  }

  private static RealGunicorn script(String action, Path folder, String... options)
      throws IOException {
    TestbedScript.run(
        SCRIPT,
        Stream.concat(Stream.of(action, folder.toString()), Stream.of(options))
            .toArray(String[]::new));
    return new RealGunicorn(folder);
  }

  /** Returns the folder of the application. */
  public Path folder() {
    return folder;
  }

  /** Returns where it writes its pid. */
  public Path pidFile() {
    return folder.resolve("gunicorn.pid");
  }

  /** Returns its log, when it was started by the script. */
  public Path log() {
    return folder.resolve("gunicorn.log");
  }

  /** Returns the argument vector that starts it. */
  public List<String> command() throws IOException {
    return Files.readAllLines(folder.resolve("command"));
  }

  /** Returns the address of something that it serves. */
  public URI address(String path) throws IOException {
    return URI.create(
        "http://127.0.0.1:" + Files.readString(folder.resolve("port")).strip() + path);
  }

  /** Returns the pid that stands in its pid file. */
  public long pid() throws IOException {
    return Long.parseLong(Files.readString(pidFile()).strip());
  }

  /** Sets what the application reads when it is loaded: {@code version}, {@code boot-seconds}. */
  public void set(String name, String value) throws IOException {
    Files.writeString(folder.resolve(name), value);
  }

  /** Lets the application fail when it is loaded the next time, or not any more. */
  public void setBroken(boolean broken) throws IOException {
    Path file = folder.resolve("broken");
    Files.deleteIfExists(file);
    if (broken) {
      Files.createFile(file);
    }
  }

  /** Ends whoever stands in its pid files. */
  @Override
  public void close() throws IOException {
    TestbedScript.run(SCRIPT, "stop", folder.toString());
  }
}
