package dev.bounce.check;

import dev.bounce.check.Signature.BlockRule;
import dev.bounce.value.Type;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The verbs of a {@code test} block: what is simulated, what is run, and what is expected of it.
 */
public final class TestVerbs {
  /**
   * What is the matter with a simulated member, and the file, link or command that is simulated.
   */
  public static final List<Signature> ALL =
      List.of(
          Signature.of("simulate")
              .takes("target", Type.TARGET)
              .clause("fails", new Type.EnumOf(List.of("start")))
              .clause("ignores", new Type.EnumOf(List.of("TERM", "KILL")))
              .clause("flaps", Type.FLAG)
              .clause("unmonitored", Type.FLAG)
              .clause("busy", Type.INTEGER)
              .clause("after", Type.DURATION)
              .clause("times", Type.INTEGER),
          Signature.of("simulate command")
              .takes("arguments", new Type.ListOf(Type.STRING))
              .clause("prints", Type.STRING)
              .clause("exit", Type.INTEGER),
          Signature.of("simulate file").takes("path", Type.PATH).requires("holds", Type.STRING),
          Signature.of("simulate link").takes("path", Type.PATH).requires("to", Type.PATH),
          Signature.of("simulate changed").takes("range", Type.STRING).requires("gives", Type.ANY),
          Signature.of("run")
              .mayTake("file", Type.PATH)
              .clause("with", new Type.MapOf(Type.ANY))
              .block(BlockRule.OPTIONAL),
          Signature.of("expect").takes("condition", Type.BOOLEAN),
          Signature.of("expect failed").requires("at", Type.STRING),
          Signature.of("expect refused").requires("code", Type.STRING),
          Signature.of("expect succeeded").clause("within", Type.DURATION));

  /** The same by their names. */
  static final Map<String, Signature> BY_NAME =
      ALL.stream().collect(Collectors.toUnmodifiableMap(Signature::verb, verb -> verb));

  private TestVerbs() {}
}
