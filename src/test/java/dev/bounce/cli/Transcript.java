package dev.bounce.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What a command line said and how it ended, as somebody at a terminal sees it: results and remarks
 * in one stream.
 *
 * @param text everything that was written
 * @param exitCode what the process would have ended with
 */
record Transcript(String text, int exitCode) {
  /** Carries out a command line in this process. */
  static Transcript of(String... arguments) {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(written, true, StandardCharsets.UTF_8);
    int exitCode = new Bounce(new Console(stream, stream, false, false, 100)).run(arguments);
    return new Transcript(written.toString(StandardCharsets.UTF_8), exitCode);
  }

  @Override
  public String toString() {
    return text + "exit " + exitCode + "\n";
  }
}
