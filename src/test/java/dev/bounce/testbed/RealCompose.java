package dev.bounce.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A project of the machine's own docker-compose, in a folder of a test whose name is the project's,
 * on the dockerd of {@link RealDocker}: {@code testbed/compose}. Closing it removes its containers.
 */
public final class RealCompose implements AutoCloseable {
  /** The one image there is. */
  public static final String IMAGE = RealDocker.IMAGE;

  private static final String SCRIPT = "testbed/compose";

  private final Path folder;
  private final RealDocker docker;

  private RealCompose(Path folder, RealDocker docker) {
    this.folder = folder;
    this.docker = docker;
  }

  /** Returns one whose folder is made. */
  public static RealCompose in(Path folder) throws IOException {
    return new RealCompose(Files.createDirectories(folder), RealDocker.open());
  }

  /** Returns where its compose file stands. */
  public Path folder() {
    return folder;
  }

  /** Returns the dockerd. */
  public RealDocker docker() {
    return docker;
  }

  /** Writes its compose file. */
  public void write(String text) throws IOException {
    Files.writeString(folder.resolve("docker-compose.yml"), text);
  }

  /** Returns the words that its commands begin with. */
  public List<String> command() {
    return List.of("env", "DOCKER_HOST=" + docker.host(), "docker-compose");
  }

  /** Brings it up. */
  public void up(String... options) throws IOException {
    Stream<String> words = Stream.of("up", docker.host(), folder.toString());
    TestbedScript.run(SCRIPT, Stream.concat(words, Stream.of(options)).toArray(String[]::new));
  }

  @Override
  public void close() throws IOException {
    TestbedScript.run(SCRIPT, "down", docker.host(), folder.toString());
    docker.close();
  }
}
