package dev.bounce.testbed;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Frappe benches in a folder of a test, made by {@code testbed/frappe}: gunicorn, redis and workers
 * that hold jobs, run by a real supervisord, or only their files.
 */
public final class RealBench implements AutoCloseable {
  private static final String SCRIPT = "testbed/frappe";

  private final Path folder;

  private RealBench(Path folder) {
    this.folder = folder;
  }

  /** Starts the benches, and returns when everything of them runs. */
  public static RealBench start(Path folder) throws IOException {
    TestbedScript.run(SCRIPT, "start", folder.toString());
    return new RealBench(folder);
  }

  /** Makes the files of one bench, for a systemd to run it. */
  public static RealBench make(Path folder, String name) throws IOException {
    TestbedScript.run(SCRIPT, "bench", folder.toString(), name);
    return new RealBench(folder);
  }

  /** Returns the folder of a bench. */
  public Path bench(String name) {
    return folder.resolve(name);
  }

  /** Returns the configuration of the supervisord that runs the benches. */
  public Path configuration() {
    return folder.resolve("supervisord.conf");
  }

  /** Returns what supervisord says of its processes. */
  public SupervisorWorld world() throws IOException {
    return SupervisorWorld.read(configuration());
  }

  /** Returns where the web of a bench says that it is there. */
  public URI ping(String name) throws IOException {
    return URI.create(
        "http://127.0.0.1:" + port(name, "\"webserver_port\": ") + "/api/method/ping");
  }

  /** Puts a job into a queue of a bench. */
  public void enqueue(String name, String queue, String job, int seconds) throws IOException {
    redis(name, "RPUSH", queue, job + " " + seconds);
  }

  /** Returns the jobs of a bench that a worker has taken. */
  public List<String> begun(String name) throws IOException {
    return redis(name, "LRANGE", "begun", "0", "-1");
  }

  /** Returns the jobs of a bench that were brought to their end. */
  public List<String> done(String name) throws IOException {
    return redis(name, "LRANGE", "done", "0", "-1");
  }

  /** Asks supervisorctl for something. */
  public String control(String... words) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("supervisorctl", "-c", configuration().toString()));
    command.addAll(List.of(words));
    return said(command);
  }

  private List<String> redis(String name, String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of("redis-cli", "-p"));
    command.add(port(name, "\"redis_queue\": \"redis://127.0.0.1:"));
    command.addAll(List.of(words));
    return said(command).lines().filter(line -> !line.isEmpty()).toList();
  }

  private String port(String name, String before) throws IOException {
    String config = Files.readString(bench(name).resolve("sites/common_site_config.json"));
    Matcher matcher = Pattern.compile(Pattern.quote(before) + "([0-9]+)").matcher(config);
    if (!matcher.find()) {
      throw new IOException("no " + before + " in " + config);
    }
    return matcher.group(1);
  }

  private static String said(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Ends everything that was started. */
  @Override
  public void close() throws IOException {
    TestbedScript.run(SCRIPT, "stop", folder.toString());
  }
}
