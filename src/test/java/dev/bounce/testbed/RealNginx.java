package dev.bounce.testbed;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine's own nginx with a small configuration, in a folder of a test: testbed/nginx. */
public final class RealNginx implements AutoCloseable {
  private static final String SCRIPT = "testbed/nginx";

  private final Path folder;

  private RealNginx(Path folder) {
    this.folder = folder;
  }

  /** Starts it as somebody else would, and returns when it answers. */
  public static RealNginx start(Path folder) throws IOException {
    TestbedScript.run(SCRIPT, "start", folder.toString());
    return new RealNginx(folder);
  }

  /** Only writes the configuration, for somebody else to start it. */
  public static RealNginx prepare(Path folder) throws IOException {
    TestbedScript.run(SCRIPT, "prepare", folder.toString());
    return new RealNginx(folder);
  }

  /** Starts it with the configuration that it has; it answers when this returns. */
  public void launch() throws IOException {
    TestbedScript.run("/usr/sbin/nginx", "-c", configuration().toString());
  }

  /** Returns its folder. */
  public Path folder() {
    return folder;
  }

  /** Returns its configuration. */
  public Path configuration() {
    return folder.resolve("nginx.conf");
  }

  /** Returns where it writes its pid. */
  public Path pidFile() {
    return folder.resolve("nginx.pid");
  }

  /** Returns its error log. */
  public Path log() {
    return folder.resolve("error.log");
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

  /** Replaces a part of the configuration. */
  public void edit(String old, String fresh) throws IOException {
    String text = Files.readString(configuration());
    if (!text.contains(old)) {
      throw new IllegalArgumentException("there is no " + old + " in " + text);
    }
    Files.writeString(configuration(), text.replace(old, fresh));
  }

  /** Ends whoever stands in its pid files. */
  @Override
  public void close() throws IOException {
    TestbedScript.run(SCRIPT, "stop", folder.toString());
  }
}
