package dev.bounce.host;

import dev.bounce.host.HostException.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.exec.PumpStreamHandler;

/**
 * How a command becomes another user's.
 *
 * <p>Root needs no permission, so root uses setpriv(1): unlike sudo and runuser it replaces itself
 * by the command, so that the pid stays the command's own, and it starts no PAM session. Everybody
 * else uses {@code sudo -n}, which never asks for a password. Variables are named to sudo, never
 * written into its arguments, where every user of the machine could read their values.
 *
 * @param prefix what stands before the argument vector, possibly nothing
 * @param environment what a login of that user would set
 */
record Account(List<String> prefix, Map<String, String> environment) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*[$]?");
  private static final Set<String> INHERITED = Set.of("PATH", "LANG", "LANGUAGE", "TZ", "TERM");
  private static final Duration BOUND = Duration.ofSeconds(5);

  /** Nothing changes. */
  private static final Account SELF = new Account(List.of(), Map.of());

  /** Returns the effective uid of bounce. */
  static int currentUserId() {
    return ProcessTable.userId("self").orElseThrow(() -> new IllegalStateException("no /proc"));
  }

  /** Tells whether a command for that user is somebody else's. */
  static boolean isAnother(Optional<String> user) {
    return user.isPresent() && !user.get().equals(System.getProperty("user.name"));
  }

  /** Tells whether another user's command may see a variable of bounce; as sudo has it. */
  static boolean mayInherit(String variable) {
    return INHERITED.contains(variable)
        || variable.startsWith("LC_")
        || variable.equals("BOUNCE_COMMAND")
        || variable.equals("BOUNCE_JAVA")
        || variable.equals("BOUNCE_CLASS_PATH");
  }

  /**
   * Returns how to become a user.
   *
   * @param variables the names of the variables that must reach the command
   */
  static Account become(Optional<String> user, Set<String> variables) throws HostException {
    if (user.isEmpty() || !isAnother(user)) {
      return SELF;
    }
    String name = user.get();
    if (!NAME.matcher(name).matches()) {
      throw new HostException(Reason.FAILED, "not the name of a user: " + name);
    }
    return currentUserId() == 0 ? bySetpriv(lookUp(name)) : bySudo(name, variables);
  }

  static Account bySudo(String name, Set<String> variables) {
    List<String> prefix = new ArrayList<>(List.of("sudo", "-n", "-H"));
    if (!variables.isEmpty()) {
      prefix.add("--preserve-env=" + String.join(",", variables));
    }
    prefix.addAll(List.of("-u", name, "--"));
    return new Account(List.copyOf(prefix), Map.of());
  }

  /**
   * @param entry a line of passwd(5), cut at its colons
   */
  static Account bySetpriv(List<String> entry) {
    String name = entry.get(0);
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("USER", name);
    environment.put("LOGNAME", name);
    environment.put("HOME", entry.get(5));
    return new Account(
        List.of(
            "setpriv", "--reuid=" + entry.get(2), "--regid=" + entry.get(3), "--init-groups", "--"),
        environment);
  }

  private static List<String> lookUp(String name) throws HostException {
    OutputSink output = new OutputSink(_ -> {});
    try {
      RunningCommand query =
          RunningCommand.start(
              List.of("getent", "passwd", "--", name),
              Map.copyOf(System.getenv()),
              Path.of("/"),
              new PumpStreamHandler(output.open()),
              _ -> {});
      int exit = query.await(BOUND).orElse(1);
      output.close();
      List<String> entry = List.of(output.text().strip().split(":", -1));
      if (exit != 0 || entry.size() != 7) {
        throw new HostException(Reason.FAILED, "there is no user " + name);
      }
      return entry;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostException(Reason.INTERRUPTED, "interrupted while looking up user " + name);
    }
  }
}
