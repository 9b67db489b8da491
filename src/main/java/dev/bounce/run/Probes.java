package dev.bounce.run;

import dev.bounce.diag.Code;
import dev.bounce.health.BackendProbe;
import dev.bounce.health.CommandProbe;
import dev.bounce.health.HttpProbe;
import dev.bounce.health.JsonMatch;
import dev.bounce.health.Probe;
import dev.bounce.health.TcpProbe;
import dev.bounce.plan.Bounds;
import dev.bounce.plan.EvaluationException;
import dev.bounce.plan.Formula;
import dev.bounce.plan.ProbePlan;
import dev.bounce.plan.ServicePlan;
import dev.bounce.value.Texts;
import dev.bounce.value.Value;
import dev.bounce.value.Value.DurationValue;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MemberValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Makes the probes of a member out of what the plan says of its service. */
final class Probes {
  private final Run run;

  Probes(Run run) {
    this.run = run;
  }

  /**
   * Returns the probes of a member; the backend's word where the service has none.
   *
   * @throws EvaluationException when an address has no value, perhaps not yet
   */
  List<Probe> of(ServicePlan service, MemberValue member, Frame frame) throws EvaluationException {
    Frame bound = frame.withOwnVariables();
    bound.variables().bind("it", member);
    List<Probe> probes = new ArrayList<>();
    for (ProbePlan plan : service.probes()) {
      probes.add(probe(plan, bound));
    }
    return probes.isEmpty() ? List.of(new BackendProbe()) : List.copyOf(probes);
  }

  private Probe probe(ProbePlan plan, Frame frame) throws EvaluationException {
    return switch (plan) {
      case ProbePlan.Http http -> http(http, frame);
      case ProbePlan.Tcp(Formula address, var within) ->
          tcp(
              Texts.plain(run.formulas.compute(address, frame)),
              timeout(within, Bounds.PROBE, frame));
      case ProbePlan.Command(Formula arguments, var within) ->
          new CommandProbe(
              texts(run.formulas.compute(arguments, frame)),
              timeout(within, Bounds.OBSERVING_COMMAND, frame));
      case ProbePlan.Backend _ -> new BackendProbe();
    };
  }

  /** What a header is made of may be secret, and a server may well repeat it in its answer. */
  private Probe http(ProbePlan.Http http, Frame frame) throws EvaluationException {
    WorldObserver observer = new WorldObserver(run, frame);
    run.mask.learn(http.url(), frame.variables().all(), observer);
    List<JsonMatch> json = new ArrayList<>();
    for (ProbePlan.Pair pair : http.json()) {
      json.add(new JsonMatch(text(pair.name(), frame), text(pair.value(), frame)));
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (ProbePlan.Pair pair : http.headers()) {
      run.mask.learn(pair.value(), frame.variables().all(), observer);
      headers.put(text(pair.name(), frame), text(pair.value(), frame));
    }
    Optional<Path> certificate =
        http.certificate().isPresent()
            ? Optional.of(Path.of(text(http.certificate().get(), frame)))
            : Optional.empty();
    try {
      return new HttpProbe(
          text(http.url(), frame),
          statuses(http.status(), frame),
          pattern(http.bodyMatches(), frame),
          json,
          headers,
          certificate,
          timeout(http.within(), Bounds.PROBE, frame));
    } catch (IllegalArgumentException e) {
      throw new EvaluationException(Code.C007, String.valueOf(e.getMessage()));
    }
  }

  private String text(Formula formula, Frame frame) throws EvaluationException {
    return Texts.plain(run.formulas.compute(formula, frame));
  }

  private Set<Integer> statuses(Optional<Formula> formula, Frame frame) throws EvaluationException {
    Set<Integer> statuses = new TreeSet<>();
    if (formula.isPresent()) {
      Value value = run.formulas.compute(formula.get(), frame);
      List<Value> values = value instanceof ListValue(List<Value> list) ? list : List.of(value);
      for (Value status : values) {
        if (!(status instanceof IntegerValue(long number))) {
          throw new EvaluationException(Code.C007, Texts.shown(status) + " is not a status");
        }
        statuses.add((int) number);
      }
    }
    return statuses;
  }

  private Optional<Pattern> pattern(Optional<Formula> formula, Frame frame)
      throws EvaluationException {
    if (formula.isEmpty()) {
      return Optional.empty();
    }
    String text = Texts.plain(run.formulas.compute(formula.get(), frame));
    try {
      return Optional.of(Pattern.compile(text));
    } catch (PatternSyntaxException e) {
      throw new EvaluationException(Code.C034, String.valueOf(e.getDescription()));
    }
  }

  private Duration timeout(Optional<Formula> formula, Duration otherwise, Frame frame)
      throws EvaluationException {
    Duration wanted = otherwise;
    if (formula.isPresent()) {
      Value value = run.formulas.compute(formula.get(), frame);
      if (!(value instanceof DurationValue(Duration duration))) {
        throw new EvaluationException(Code.C007, Texts.shown(value) + " is not a length of time");
      }
      wanted = duration;
    }
    Duration left = run.waits.cut(frame, wanted);
    return left.isPositive() ? left : Duration.ofMillis(1);
  }

  static List<String> texts(Value value) throws EvaluationException {
    if (value instanceof ListValue(List<Value> elements)) {
      return elements.stream().map(Texts::plain).toList();
    }
    throw new EvaluationException(Code.C007, Texts.shown(value) + " is not a list");
  }

  /**
   * Returns a probe of an address.
   *
   * @throws EvaluationException when that cannot be asked
   */
  static Probe http(String url, Map<String, String> headers, Duration timeout)
      throws EvaluationException {
    try {
      return new HttpProbe(
          url, Set.of(), Optional.empty(), List.of(), headers, Optional.empty(), timeout);
    } catch (IllegalArgumentException e) {
      throw new EvaluationException(Code.C007, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Returns a probe of an address.
   *
   * @throws EvaluationException when that cannot be connected to
   */
  static Probe tcp(String address, Duration timeout) throws EvaluationException {
    try {
      return new TcpProbe(address, timeout);
    } catch (IllegalArgumentException e) {
      throw new EvaluationException(Code.C007, String.valueOf(e.getMessage()));
    }
  }
}
