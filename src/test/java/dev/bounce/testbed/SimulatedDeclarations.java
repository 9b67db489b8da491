package dev.bounce.testbed;

import dev.bounce.backend.Action;
import dev.bounce.backend.Backend;
import dev.bounce.backend.BackendException;
import dev.bounce.backend.Effect;
import dev.bounce.backend.Finding;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.PropertySpec;
import dev.bounce.backend.Recipe;
import dev.bounce.backend.Settings;
import dev.bounce.host.Host;
import dev.bounce.value.Type;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * What checking and planning ask of the backend {@code sim}: its properties, and the members that a
 * declaration names. It cannot be run.
 */
public final class SimulatedDeclarations implements Backend {
  @Override
  public String name() {
    return "sim";
  }

  @Override
  public List<PropertySpec> properties() {
    return List.of(
        new PropertySpec("members", Type.INTEGER, false, "How many members there are."),
        new PropertySpec("boot", Type.DURATION, false, "How long a start takes."));
  }

  @Override
  public Set<Action> actions() {
    return EnumSet.complementOf(EnumSet.of(Action.ROLL, Action.REFORK));
  }

  @Override
  public Optional<List<String>> declaredMembers(Settings settings) {
    return Optional.of(
        LongStream.range(0, settings.number("members").orElse(1L))
            .mapToObj(index -> settings.service() + "[" + index + "]")
            .toList());
  }

  @Override
  public List<MemberState> observe(Settings settings, Host host, Duration timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Recipe recipe(Action action, Settings settings, List<MemberState> members) {
    return new Recipe(List.of());
  }

  @Override
  public List<Finding> diagnose(Host host, Duration timeout) {
    return List.of();
  }

  @Override
  public Duration stableWindow(Settings settings) {
    return Duration.ZERO;
  }

  @Override
  public void carryOut(
      Effect effect, Settings settings, Host host, Duration timeout, Runnable taken)
      throws BackendException {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<String> logTail(
      Settings settings, String member, int lines, Host host, Duration timeout) {
    return List.of();
  }
}
