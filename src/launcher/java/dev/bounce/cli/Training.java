package dev.bounce.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs a file of command lines one after the other in this JVM, so that the launcher can record
 * what they load. Takes the file's name; prints what the commands print and how each ended.
 */
public final class Training {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  private Training() {}

  /** Runs every command line of the file; one that fails does not keep the next from running. */
  public static void main(String[] arguments) throws IOException {
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      List<String> words = words(line);
      if (!words.isEmpty() && words.stream().allMatch(Training::isThere)) {
        int exitCode = Main.run(words.toArray(String[]::new));
        System.out.println("[exit " + exitCode + "] " + line);
      }
    }
    // Threads that a command left behind must not keep the launcher waiting.
    System.exit(0);
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line.startsWith("#") ? "" : line);
    while (matcher.find()) {
      words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
    }
    return words;
  }

  private static boolean isThere(String word) {
    return !word.endsWith(".runbook") || Files.exists(Path.of(word));
  }
}
