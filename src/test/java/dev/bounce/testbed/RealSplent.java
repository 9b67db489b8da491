package dev.bounce.testbed;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A product of splent in real containers, as {@code testbed/splent} makes it: a web container, and
 * one for each of its features redis and nginx.
 */
public final class RealSplent implements AutoCloseable {
  private static final String SCRIPT = "testbed/splent";

  private final RealDocker docker;
  private final Path folder;
  private final String product;
  private final String web;

  private RealSplent(RealDocker docker, Path folder, String product, String mode) {
    this.docker = docker;
    this.folder = folder;
    this.product = product;
    this.web =
        mode.equals("prod") ? product + "_web_deploy" : "%1$s_dev-%1$s_web-1".formatted(product);
  }

  /** Makes a product; its app does not run yet, except in production. */
  public static RealSplent up(RealDocker docker, Path folder, String product, String mode)
      throws IOException {
    RealSplent made = new RealSplent(docker, folder, product, mode);
    try {
      TestbedScript.run(SCRIPT, "up", docker.host(), folder.toString(), product, mode);
      return made;
    } catch (IOException | RuntimeException | Error e) {
      made.close();
      throw e;
    }
  }

  /** Returns the folder that is /workspace in the containers. */
  public Path workspace() {
    return folder.resolve("workspace");
  }

  /** Returns a file or folder of the product. */
  public Path file(String path) {
    return workspace().resolve(product).resolve(path);
  }

  /** Returns the name of the web container. */
  public String web() {
    return web;
  }

  /** Returns the name of the container of a feature. */
  public String feature(String name, String mode) {
    return "%s_splent_io_splent_feature_%s_%s-splent_feature_%s-1"
        .formatted(product, name, mode, name);
  }

  /** Executes a shell script in the web container, with the product's .env. */
  public String shell(String script) throws IOException {
    String root = "/workspace/" + product;
    return docker.shell(
        web(), "set -a; . " + root + "/docker/.env; cd " + root + "/src; " + script);
  }

  /** Kills the app's processes in the web container, whatever is being done to them. */
  public void endApp() throws IOException {
    shell("pkill -KILL -f '[/]bin/(watchmedo|flask|gunicorn)' || true");
  }

  /** Gives the features redis and nginx their compose files, or takes these away from them. */
  public void setStacks(boolean there) throws IOException {
    for (String feature : List.of("redis", "nginx")) {
      Path file =
          workspace().resolve("splent_feature_" + feature + "/docker/docker-compose.dev.yml");
      Path aside = file.resolveSibling("aside");
      if (there && Files.exists(aside)) {
        Files.move(aside, file);
      } else if (!there && Files.exists(file)) {
        Files.move(file, aside);
      }
    }
  }

  /** Returns the address of the app. */
  public URI address(String path) throws IOException {
    String address = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}";
    return URI.create("http://" + docker.inspect(web(), address) + ":5000" + path);
  }

  /** Returns the app's living processes, their pids and command lines. */
  public List<String> processes() throws IOException {
    String found =
        shell("pgrep -a -r S,R,D -f '[/]bin/(watchmedo auto-restart|flask run|gunicorn)' || true");
    return found.lines().toList();
  }

  /** Replaces a part of a file of the workspace. */
  public void edit(Path file, String old, String fresh) throws IOException {
    String text = Files.readString(file);
    if (!text.contains(old)) {
      throw new IllegalArgumentException("there is no " + old + " in " + text);
    }
    Files.writeString(file, text.replace(old, fresh));
  }

  /** Copies a folder of the workspace, without its links. */
  public void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path copied = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(copied);
        } else {
          Files.copy(each, copied);
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    TestbedScript.run(SCRIPT, "down", docker.host(), folder.toString(), product);
  }
}
