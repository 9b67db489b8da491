package dev.bounce.integration.load;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Real components that serve, and two ways of restarting them. Closing it stops them. */
interface RollingScenario extends AutoCloseable {
  /** Returns what is restarted, and how, in a few words. */
  String title();

  /** Starts everything in a folder, with short paths, and returns when it answers. */
  void start(Path folder) throws IOException;

  /** Returns where it answers with status 200. */
  URI address() throws IOException;

  /** Returns where an answer takes longer; the same, where there is nothing of the kind. */
  default URI slowAddress() throws IOException {
    return address();
  }

  /** Returns the runbook that restarts it without losing a request. */
  String runbook() throws IOException;

  /** Returns what the environment of bounce has in addition; nothing, as a rule. */
  default Map<String, String> environment() {
    return Map.of();
  }

  /** Returns who serves now, by the account of somebody other than bounce. */
  Set<String> identities() throws IOException;

  /** Returns what is done without bounce, as one would say it. */
  String naiveTitle();

  /** Does that, and returns when everything is up again or about to come up. */
  void restartNaively() throws IOException;

  @Override
  void close() throws IOException;
}
