package dev.bounce.backend;

/**
 * Who stands ready to take over from a member that still runs: the second master of a hot restart.
 *
 * @param identity what the member's identity will be
 * @param workers the successor's own workers
 */
public record Successor(Identity identity, Workers workers) {}
