package dev.bounce.host;

/**
 * How a command ended.
 *
 * @param exitCode its exit code; 128 + N when a signal N ended it, 127 when it was not found
 * @param output standard output and error as they came, at most {@link Host#OUTPUT_LIMIT}
 *     characters
 * @param truncated whether there was more
 */
public record CommandResult(int exitCode, String output, boolean truncated) {}
