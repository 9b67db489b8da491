package dev.bounce.run;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.Identity;
import dev.bounce.backend.MainProcess;
import dev.bounce.backend.MemberState;
import dev.bounce.backend.MemberState.Condition;
import dev.bounce.backend.master.Monitor;
import dev.bounce.diag.Code;
import dev.bounce.plan.EvaluationException;
import dev.bounce.plan.Expansion;
import dev.bounce.plan.Expansion.Selection;
import dev.bounce.plan.Observer;
import dev.bounce.plan.ServicePlan;
import dev.bounce.run.MemberReport.Deed;
import dev.bounce.run.MemberReport.Outcome;
import dev.bounce.run.Services.Service;
import dev.bounce.run.Services.Sighting;
import dev.bounce.value.Texts;
import dev.bounce.value.Value;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MapValue;
import dev.bounce.value.Value.MemberValue;
import dev.bounce.value.Value.MissingValue;
import dev.bounce.value.Value.PercentValue;
import dev.bounce.value.Value.ServiceValue;
import dev.bounce.value.Value.StringValue;
import dev.bounce.value.Value.WordValue;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers formulas by looking at the world, now. */
final class WorldObserver implements Observer {
  private static final Pattern PID = Pattern.compile("pid ([0-9]{1,18})(?: .*)?");

  private final Run run;
  private final Frame frame;

  WorldObserver(Run run, Frame frame) {
    this.run = run;
    this.frame = frame;
  }

  @Override
  public Value call(String function, List<Value> arguments, Map<String, Value> named)
      throws EvaluationException {
    return switch (function) {
      case "members" -> members(arguments.getFirst());
      case "len" -> new IntegerValue(sight(key(arguments.getFirst())).members().size());
      case "capacity" -> capacity(sight(key(arguments.getFirst())).members());
      case "state" -> state(arguments.getFirst());
      default -> new HostFunctions(run, frame).call(function, arguments, named);
    };
  }

  private static String key(Value service) throws EvaluationException {
    if (service instanceof ServiceValue(String key)) {
      return key;
    }
    if (service instanceof MemberValue member) {
      return member.service();
    }
    throw new EvaluationException(Code.C007, Texts.shown(service) + " is not a service");
  }

  private Sighting sight(String key) throws EvaluationException {
    try {
      Service service = run.services.find(key, frame);
      return new Sighting(service, run.services.observe(service, frame));
    } catch (BackendException e) {
      throw new EvaluationException(e.code(), e.text(), e.hint());
    } catch (StepFailedException e) {
      throw new EvaluationException(e.failure().code(), e.failure().reason(), e.failure().hint());
    }
  }

  private ListValue members(Value service) throws EvaluationException {
    String key = key(service);
    List<Value> members = new ArrayList<>();
    for (MemberState state : sight(key).members()) {
      members.add(new MemberValue(key, state.member(), members.size()));
    }
    return new ListValue(members);
  }

  private static PercentValue capacity(List<MemberState> members) {
    long running = members.stream().filter(MemberState::isRunning).count();
    BigDecimal share =
        members.isEmpty()
            ? BigDecimal.ZERO
            : BigDecimal.valueOf(100 * running)
                .divide(BigDecimal.valueOf(members.size()), MathContext.DECIMAL32);
    return new PercentValue(share);
  }

  /** Returns the state of a member, or of a service: that of its only member, or a summary. */
  private Value state(Value target) throws EvaluationException {
    List<MemberState> states = new ArrayList<>();
    for (Selection selection : Expansion.selections(target)) {
      states.addAll(selection.of(sight(selection.service()).members()));
    }
    MemberState worst = states.getFirst();
    for (MemberState state : states) {
      worst = worst.isRunning() ? state : worst;
    }
    Map<String, Value> entries = new LinkedHashMap<>();
    entries.put("condition", new WordValue(worst.condition().name().toLowerCase(Locale.ROOT)));
    entries.put("detail", new StringValue(worst.detail()));
    entries.put("member", new StringValue(worst.member()));
    worst
        .identity()
        .map(Identity::value)
        .map(StringValue::new)
        .ifPresent(value -> entries.put("identity", value));
    worst.identity().flatMap(WorldObserver::pid).ifPresent(pid -> entries.put("pid", pid));
    Monitor.noted(worst)
        .map(monitor -> new StringValue(monitor.shown()))
        .ifPresent(value -> entries.put("monitor", value));
    MainProcess.noted(worst)
        .map(main -> new StringValue(main.shown()))
        .ifPresent(value -> entries.put("main-process", value));
    return new MapValue(entries);
  }

  /** A container's is that of another machine's processes, perhaps. */
  private static Optional<Value> pid(Identity identity) {
    Matcher shown = PID.matcher(identity.shown());
    return shown.matches() && !identity.kind().startsWith("container")
        ? Optional.of(new IntegerValue(Long.parseLong(shown.group(1))))
        : Optional.empty();
  }

  @Override
  public boolean isInState(Value target, String word) throws EvaluationException {
    if (target instanceof StringValue(String text)
        && word.equals("missing")
        && !run.plan.services().containsKey(text)) {
      return false; // a text that is there and names no service
    }
    for (Selection selection : Expansion.selections(target)) {
      boolean is = isInState(selection, word);
      if (is == isAnyEnough(word)) {
        return is;
      }
    }
    return !isAnyEnough(word);
  }

  /** Tells whether one member in a state puts the whole service into it. */
  private static boolean isAnyEnough(String word) {
    return Set.of("failed", "touched", "killed", "starting", "stopping", "missing").contains(word);
  }

  private boolean isInState(Selection selection, String word) throws EvaluationException {
    if (word.equals("missing")) {
      return isMissing(selection);
    }
    Sighting sighting = sight(selection.service());
    List<MemberState> members = selection.of(sighting.members());
    boolean any = isAnyEnough(word);
    for (MemberState member : members) {
      if (isMemberInState(sighting, member, word) == any) {
        return any;
      }
    }
    return !any;
  }

  private boolean isMissing(Selection selection) throws EvaluationException {
    if (!run.plan.services().containsKey(selection.service())) {
      return false; // a text that names no service, and is there
    }
    try {
      List<String> names =
          sight(selection.service()).members().stream().map(MemberState::member).toList();
      return names.isEmpty()
          || selection.members().stream().anyMatch(member -> !names.contains(member.name()));
    } catch (EvaluationException e) {
      if (e.code() == Code.B003) {
        return true;
      }
      throw e;
    }
  }

  private boolean isMemberInState(Sighting sighting, MemberState member, String word)
      throws EvaluationException {
    String key = sighting.service().key();
    return switch (word) {
      case "running" -> member.isRunning();
      case "starting" ->
          member.condition() == Condition.STARTING || member.condition() == Condition.RETRYING;
      case "stopping" -> member.condition() == Condition.STOPPING;
      case "stopped" -> member.condition() == Condition.STOPPED;
      case "failed" ->
          member.condition() == Condition.FAILED
              || member.condition() == Condition.RETRYING
              || run.ledger
                  .find(key, member.member())
                  .map(report -> report.outcome() == Outcome.FAILED)
                  .orElse(false);
      case "healthy" -> new HealthCheck(run).isHealthy(sighting, member, frame);
      case "untouched" -> !has(key, member, Deed.TOUCHED);
      case "touched" -> has(key, member, Deed.TOUCHED);
      case "started" -> has(key, member, Deed.STARTED) || has(key, member, Deed.RESTARTED);
      case "restarted" -> has(key, member, Deed.RESTARTED);
      case "reloaded" -> has(key, member, Deed.RELOADED);
      case "killed" -> has(key, member, Deed.KILLED);
      default ->
          throw new EvaluationException(Code.C032, "nothing tells whether a member is " + word);
    };
  }

  private boolean has(String service, MemberState member, Deed deed) {
    return run.ledger
        .find(service, member.member())
        .map(report -> report.deeds().contains(deed))
        .orElse(false);
  }

  @Override
  public Value attribute(Value object, String name) throws EvaluationException {
    ServicePlan plan = run.plan.services().get(key(object));
    if (plan == null) {
      throw new EvaluationException(Code.P011, "the plan has no service " + key(object));
    }
    if (name.equals("host")) {
      return new Value.HostValue(plan.host());
    }
    if (name.equals("backend")) {
      return new Value.BackendValue(plan.backend());
    }
    Sighting sighting = sight(plan.key());
    String property =
        object instanceof MemberValue member
                && sighting.service().settings().values().containsKey(name + "@" + member.index())
            ? name + "@" + member.index()
            : name;
    Value value = sighting.service().settings().values().get(property);
    return value != null ? value : new MissingValue("`" + name + "` of " + plan.name());
  }

  @Override
  public Value member(Value service, long index) throws EvaluationException {
    List<Value> members = members(service).elements();
    if (index < 0 || index >= members.size()) {
      throw new EvaluationException(
          Code.P011, "%s has no member %d, only %d".formatted(key(service), index, members.size()));
    }
    return members.get((int) index);
  }
}
