package dev.bounce.testbed;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** bounce as a process of its own, with this JVM's classes; closing it ends it. */
public final class BounceProcess implements AutoCloseable {
  /**
   * A build in the background ignores SIGINT, and one below nohup SIGHUP; and so would all that it
   * starts.
   */
  private static final List<String> AS_FROM_A_TERMINAL =
      List.of("env", "--default-signal=INT,TERM,HUP");

  private static final int BOUND_SECONDS = 60;

  private final Process process;
  private final Path out;
  private final Path err;

  private BounceProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts it without a terminal.
   *
   * @param folder where it works, and where its output is kept
   * @param environment variables in addition to this process's own
   */
  public static BounceProcess start(
      Path folder, Map<String, String> environment, String... arguments) throws IOException {
    return startTyping(folder, environment, "", arguments);
  }

  /** Starts it without a terminal, with a text to read. */
  public static BounceProcess startTyping(
      Path folder, Map<String, String> environment, String typed, String... arguments)
      throws IOException {
    // A session of its own, as from a terminal.
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(AS_FROM_A_TERMINAL);
    command.addAll(commandLine(arguments));
    return start(command, folder, environment, typed);
  }

  /**
   * Starts it on a terminal, on which something has been typed already. Signals reach the program
   * that plays the terminal, not bounce.
   */
  public static BounceProcess startOnTerminal(
      Path folder, Map<String, String> environment, String typed, String... arguments)
      throws IOException {
    String quoted =
        commandLine(arguments).stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    List<String> command = new ArrayList<>(AS_FROM_A_TERMINAL);
    command.addAll(List.of("script", "-qec", quoted, "/dev/null"));
    return start(command, folder, environment, typed);
  }

  private static BounceProcess start(
      List<String> command, Path folder, Map<String, String> environment, String typed)
      throws IOException {
    Path out = Files.createTempFile(folder, "bounce", ".out");
    Path err = Files.createTempFile(folder, "bounce", ".err");
    Path in = Files.writeString(Files.createTempFile(folder, "bounce", ".in"), typed);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    builder.redirectOutput(out.toFile()).redirectError(err.toFile()).redirectInput(in.toFile());
    return new BounceProcess(builder.start(), out, err);
  }

  private static List<String> commandLine(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
    command.add(classPath());
    command.add("dev.bounce.cli.Main");
    command.addAll(List.of(arguments));
    return command;
  }

  /** The process works elsewhere, so nothing may be relative. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Returns its pid. */
  public long pid() {
    return process.pid();
  }

  /** Sends it a signal: {@code INT}. */
  public void signal(String name) throws IOException {
    ended(new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start());
  }

  /** Sends a signal to it and all in its process group, as a terminal does. */
  public void signalGroup(String name) throws IOException {
    ended(new ProcessBuilder("kill", "-" + name, "--", "-" + pid()).start());
  }

  /** Returns what it has written so far. */
  public String written() {
    try {
      return Files.readString(out, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits, with a bound, until it has ended. */
  public Outcome await() throws IOException {
    int exitCode = ended(process);
    return new Outcome(exitCode, written(), Files.readString(err, StandardCharsets.UTF_8));
  }

  private static int ended(Process process) throws IOException {
    try {
      return process.onExit().get(BOUND_SECONDS, TimeUnit.SECONDS).exitValue();
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IOException(process + " did not end within " + BOUND_SECONDS + " s", e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
