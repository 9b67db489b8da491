package dev.bounce.run;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.MemberState;
import dev.bounce.diag.Code;
import dev.bounce.health.Probe;
import dev.bounce.health.ProbeAnswer;
import dev.bounce.host.ChangedFiles;
import dev.bounce.host.CommandLine;
import dev.bounce.host.CommandResult;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.plan.Bounds;
import dev.bounce.plan.EvaluationException;
import dev.bounce.value.Texts;
import dev.bounce.value.Value;
import dev.bounce.value.Value.BooleanValue;
import dev.bounce.value.Value.DurationValue;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MapValue;
import dev.bounce.value.Value.MissingValue;
import dev.bounce.value.Value.StringValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The observing functions that ask a host. */
final class HostFunctions {
  private final Run run;
  private final Frame frame;

  HostFunctions(Run run, Frame frame) {
    this.run = run;
    this.frame = frame;
  }

  Value call(String function, List<Value> arguments, Map<String, Value> named)
      throws EvaluationException {
    Host host = host(Optional.ofNullable(named.get("on")));
    String first = Texts.plain(arguments.getFirst());
    try {
      return switch (function) {
        case "env" -> environment(first);
        case "file" -> new StringValue(host.read(Path.of(first), Bounds.FILE_BYTES));
        case "exists" -> new BooleanValue(host.exists(Path.of(first)));
        case "glob" -> paths(host.glob(first));
        case "link-target" -> linkTarget(host, first);
        case "real-path" -> new StringValue(host.realPath(Path.of(first)).toString());
        case "owner" -> owner(host, first);
        case "http" -> http(host, first, named);
        case "tcp" -> tcp(host, first, timeout(named, Bounds.PROBE));
        case "changed" -> changed(host, first, named);
        case "command" ->
            command(
                host, Probes.texts(arguments.getFirst()), timeout(named, Bounds.OBSERVING_COMMAND));
        default -> throw new EvaluationException(Code.C015, "unknown function `" + function + "`");
      };
    } catch (HostException e) {
      if (e.reason() == HostException.Reason.ABSENT) {
        return new MissingValue(first);
      }
      throw new EvaluationException(Code.R014, e.message());
    } catch (StepFailedException e) {
      throw new EvaluationException(e.failure().code(), e.failure().reason(), e.failure().hint());
    }
  }

  private Host host(Optional<Value> place) throws EvaluationException {
    if (place.isPresent()) {
      return inside(place.get());
    }
    Host host = run.world.hosts().get(World.LOCAL);
    if (host == null) {
      throw new EvaluationException(Code.P011, "there is no host " + World.LOCAL);
    }
    return host;
  }

  private Host inside(Value place) throws EvaluationException {
    try {
      return new Places(run).find(place, frame);
    } catch (BackendException e) {
      throw new EvaluationException(e.code(), e.text(), e.hint());
    } catch (StepFailedException e) {
      throw new EvaluationException(e.failure().code(), e.failure().reason());
    }
  }

  private Duration timeout(Map<String, Value> named, Duration otherwise) {
    Duration wanted =
        named.get("timeout") instanceof DurationValue(Duration duration) ? duration : otherwise;
    Duration left = run.waits.cut(frame, wanted);
    return left.isPositive() ? left : Duration.ofMillis(1);
  }

  private Value environment(String name) {
    String value = run.world.environment().get(name);
    return value != null
        ? new StringValue(value)
        : new MissingValue("the environment variable " + name);
  }

  private static ListValue paths(List<Path> paths) {
    return new ListValue(
        paths.stream().<Value>map(path -> new StringValue(path.toString())).toList());
  }

  private static Value linkTarget(Host host, String path) throws HostException {
    return host.linkTarget(Path.of(path))
        .<Value>map(target -> new StringValue(target.toString()))
        .orElseGet(() -> new MissingValue("the link " + path));
  }

  private static Value owner(Host host, String path) {
    return host.ownership(Path.of(path))
        .<Value>map(ownership -> new StringValue(ownership.owner()))
        .orElseGet(() -> new MissingValue(path));
  }

  private Value http(Host host, String url, Map<String, Value> named)
      throws EvaluationException, StepFailedException {
    Map<String, String> headers = new LinkedHashMap<>();
    if (named.get("headers") instanceof MapValue(Map<String, Value> given)) {
      given.forEach((name, value) -> headers.put(name, Texts.plain(value)));
    }
    Duration timeout = timeout(named, Bounds.PROBE);
    ProbeAnswer answer = ask(Probes.http(url, headers, timeout), host);
    Map<String, Value> entries = new LinkedHashMap<>();
    entries.put("ok", new BooleanValue(answer.ok()));
    entries.put("status", new IntegerValue(answer.status()));
    entries.put("body", new StringValue(answer.body()));
    return new MapValue(entries);
  }

  private Value tcp(Host host, String address, Duration timeout)
      throws EvaluationException, StepFailedException {
    ProbeAnswer answer = ask(Probes.tcp(address, timeout), host);
    return new MapValue(Map.of("ok", new BooleanValue(answer.ok())));
  }

  private Value changed(Host host, String range, Map<String, Value> named)
      throws HostException, StepFailedException {
    Optional<Path> directory =
        Optional.ofNullable(named.get("in")).map(value -> Path.of(Texts.plain(value)));
    Duration timeout = timeout(named, Bounds.OBSERVING_COMMAND);
    List<String> paths =
        run.waits.<List<String>, HostException>interruptibly(
            frame, () -> ChangedFiles.find(host, range, directory, timeout));
    return new ListValue(paths.stream().<Value>map(StringValue::new).toList());
  }

  private ProbeAnswer ask(Probe probe, Host host) throws StepFailedException {
    return run.waits.<ProbeAnswer, RuntimeException>interruptibly(
        frame, () -> probe.ask(host, MemberState.unknown("")));
  }

  private Value command(Host host, List<String> arguments, Duration timeout)
      throws HostException, StepFailedException {
    CommandResult result =
        run.waits.<CommandResult, HostException>interruptibly(
            frame, () -> host.execute(CommandLine.of(arguments), timeout, _ -> {}));
    return result(result);
  }

  /** Returns how a command ended, as formulas see it. */
  static MapValue result(CommandResult result) {
    Map<String, Value> entries = new LinkedHashMap<>();
    entries.put("ok", new BooleanValue(result.exitCode() == 0));
    entries.put("code", new IntegerValue(result.exitCode()));
    entries.put("output", new StringValue(result.output()));
    return new MapValue(entries);
  }
}
