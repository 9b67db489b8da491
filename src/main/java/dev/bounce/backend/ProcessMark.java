package dev.bounce.backend;

import dev.bounce.diag.Code;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.host.ProcessIdentity;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The identity of a member that is a process: pid, start time, owner and boot. */
public final class ProcessMark {
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final int BOOT_LIMIT_BYTES = 64;

  private static final Pattern MARK =
      Pattern.compile("pid=([0-9]+) start=([0-9]+) user=([0-9]+) boot=.*");

  private ProcessMark() {}

  /**
   * Returns the identity of a process.
   *
   * @param boot what {@link #boot} said
   */
  public static Identity of(ProcessIdentity process, String boot) {
    String value =
        "pid=%d start=%d user=%s boot=%.8s"
            .formatted(
                process.pid(),
                process.startTicks(),
                Integer.toUnsignedString(process.userId()),
                boot);
    return new Identity("pid+start", value, "pid " + process.pid());
  }

  /** Returns the process behind an identity that {@link #of} made. */
  public static ProcessIdentity process(Identity identity) {
    return process(identity.value());
  }

  /** Returns the process behind the value of an identity that {@link #of} made. */
  public static ProcessIdentity process(String value) {
    Matcher matcher = MARK.matcher(value);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not the identity of a process: " + value);
    }
    return new ProcessIdentity(
        Long.parseLong(matcher.group(1)),
        Long.parseLong(matcher.group(2)),
        Integer.parseUnsignedInt(matcher.group(3)));
  }

  /**
   * Returns what tells this boot of the machine from all others; random(4).
   *
   * @throws BackendException B008 when it cannot be read
   */
  public static String boot(Host host) throws BackendException {
    try {
      return host.read(BOOT, BOOT_LIMIT_BYTES).strip();
    } catch (HostException e) {
      throw new BackendException(
          Code.B008, "it cannot be read when the machine was started", e.message(), "");
    }
  }
}
