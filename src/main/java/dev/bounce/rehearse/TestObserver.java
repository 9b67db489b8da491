package dev.bounce.rehearse;

import dev.bounce.host.CommandLine;
import dev.bounce.plan.EvaluationException;
import dev.bounce.plan.Expansion;
import dev.bounce.plan.Observer;
import dev.bounce.plan.Plan;
import dev.bounce.plan.ServicePlan;
import dev.bounce.value.Texts;
import dev.bounce.value.Value;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MemberValue;
import dev.bounce.value.Value.PercentValue;
import dev.bounce.value.Value.ServiceValue;
import dev.bounce.value.Value.StringValue;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers what a test asks about its last run. A text names the service that has it in its
 * declaration, such as its unit or group; {@code capacity} is the lowest of the run; {@code
 * commands} are those of the run that begin with the given words.
 */
final class TestObserver implements Observer {
  private final Observer now;
  private final TestWorld world;
  private final Plan plan;
  private final Map<String, Value> variables;
  private final int firstCommand;

  /**
   * @param now answers from what the run has done, and how everything is now
   * @param plan names the services
   * @param take the run
   */
  TestObserver(Observer now, TestWorld world, Plan plan, Take take) {
    this.now = now;
    this.world = world;
    this.plan = plan;
    this.variables = take.outcome().variables();
    this.firstCommand = take.firstCommand();
  }

  @Override
  public Value call(String function, List<Value> arguments, Map<String, Value> named)
      throws EvaluationException {
    return switch (function) {
      case "commands" -> commands(arguments.getFirst());
      case "capacity" -> capacity(service(arguments.getFirst()));
      case "members", "state" ->
          now.call(function, arguments.stream().map(this::service).toList(), named);
      default -> now.call(function, arguments, named);
    };
  }

  private ListValue commands(Value words) {
    List<String> wanted =
        words instanceof ListValue(List<Value> elements)
            ? elements.stream().map(Texts::plain).toList()
            : List.of(Texts.plain(words));
    List<CommandLine> all = world.host.commands();
    List<Value> found = new ArrayList<>();
    for (CommandLine command : all.subList(firstCommand, all.size())) {
      List<String> run = command.arguments();
      if (run.size() >= wanted.size() && run.subList(0, wanted.size()).equals(wanted)) {
        found.add(new ListValue(run.stream().<Value>map(StringValue::new).toList()));
      }
    }
    return new ListValue(found);
  }

  private PercentValue capacity(Value target) throws EvaluationException {
    String key = target instanceof MemberValue member ? member.service() : Texts.plain(target);
    Value members = now.call("members", List.of(new ServiceValue(key)), Map.of());
    int count = members instanceof ListValue(List<Value> all) ? all.size() : 0;
    ServicePlan service = plan.services().get(key);
    int down = service == null ? 0 : world.capacity.mostDown(service.name());
    return new PercentValue(
        count == 0
            ? BigDecimal.ZERO
            : BigDecimal.valueOf(100L * (count - down))
                .divide(BigDecimal.valueOf(count), MathContext.DECIMAL32));
  }

  /** Returns the service of the run that is meant, or the target as it is. */
  Value service(Value target) {
    if (target instanceof StringValue || target instanceof ServiceValue) {
      String name = Texts.plain(target);
      return new ServiceValue(meant(name).orElse(name));
    }
    return target instanceof ListValue(List<Value> elements)
        ? new ListValue(elements.stream().map(this::service).toList())
        : target;
  }

  /** Tells whether a name is that of a service, or stands in the declaration of one. */
  boolean isKnown(String name) {
    return meant(name).isPresent();
  }

  /** A service that nobody has looked at, and whose name no declaration has, was never meant. */
  private Optional<String> meant(String text) {
    ServicePlan named = plan.services().get(text);
    boolean isDeclared = named != null && !(named.settings().isEmpty() && named.probes().isEmpty());
    if (isDeclared || world.services.named(text).equals(Optional.of(text))) {
      return key(text);
    }
    return world.services.named(text).flatMap(this::key).or(() -> declaring(text));
  }

  private Optional<String> key(String service) {
    return plan.services().containsKey(service)
        ? Optional.of(service)
        : plan.services().values().stream()
            .filter(one -> one.name().equals(service))
            .map(ServicePlan::key)
            .findFirst();
  }

  /** Returns the service that has a text in its declaration. */
  private Optional<String> declaring(String text) {
    for (ServicePlan service : plan.services().values()) {
      try {
        Map<String, Value> values = Expansion.settings(service, variables, now).values();
        if (values.values().stream().anyMatch(value -> holds(value, text))) {
          return Optional.of(service.key());
        }
      } catch (EvaluationException _) {
        // What the run did not come to compute names nothing.
      }
    }
    return Optional.empty();
  }

  private static boolean holds(Value value, String text) {
    return value instanceof ListValue(List<Value> elements)
        ? elements.stream().anyMatch(element -> holds(element, text))
        : value.equals(new StringValue(text));
  }

  @Override
  public boolean isInState(Value target, String word) throws EvaluationException {
    return now.isInState(service(target), word);
  }

  @Override
  public Value attribute(Value object, String name) throws EvaluationException {
    return now.attribute(service(object), name);
  }

  @Override
  public Value member(Value service, long index) throws EvaluationException {
    return now.member(service(service), index);
  }
}
