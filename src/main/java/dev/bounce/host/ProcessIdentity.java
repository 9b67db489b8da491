package dev.bounce.host;

/**
 * A process that cannot be confused with a later one of the same pid.
 *
 * @param pid its process id
 * @param startTicks when it started, in clock ticks since boot (field 22 of {@code /proc/PID/stat},
 *     proc(5))
 * @param userId the uid that owns it
 */
public record ProcessIdentity(long pid, long startTicks, int userId) {}
