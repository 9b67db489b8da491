package dev.bounce.run;

import dev.bounce.plan.EvaluationException;
import dev.bounce.plan.Evaluator;
import dev.bounce.plan.Formula;
import dev.bounce.plan.Observer;
import dev.bounce.value.Texts;
import dev.bounce.value.Value;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MapValue;
import dev.bounce.value.Value.SecretValue;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;

/**
 * Knows every secret text that a run has met, and replaces it wherever it turns up: a command may
 * well print what it was given.
 *
 * <p>Texts of less than four characters are not looked for; masking them would garble everything
 * and hide little.
 */
final class SecretMask {
  /** Values that switch something on or off: to mask these words would only garble reports. */
  private static final Set<String> COMMON = Set.of("true", "false", "none", "null");

  private static final int SHORTEST = 4;

  private final Set<String> shown;

  /** Longest first, so that a secret inside of another one does not spoil its replacement. */
  private final Set<String> secrets =
      new ConcurrentSkipListSet<>(
          Comparator.comparingInt(String::length)
              .reversed()
              .thenComparing(Comparator.naturalOrder()));

  /**
   * @param parameters those that the plan shows, as it shows them: to mask what stands there for
   *     everybody would only garble reports, in which the name of the product may be everywhere
   */
  SecretMask(Collection<String> parameters) {
    this.shown =
        parameters.stream().map(SecretMask::unquoted).collect(Collectors.toUnmodifiableSet());
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  void learn(Value value) {
    switch (value) {
      case SecretValue(String text) -> learn(text);
      case ListValue(List<Value> elements) -> elements.forEach(this::learn);
      case MapValue(Map<String, Value> entries) -> entries.values().forEach(this::learn);
      case Value.StringValue _,
          Value.IntegerValue _,
          Value.BooleanValue _,
          Value.DurationValue _,
          Value.PercentValue _,
          Value.WordValue _,
          Value.ServiceValue _,
          Value.MemberValue _,
          Value.HostValue _,
          Value.BackendValue _,
          Value.MissingValue _ -> {}
    }
  }

  /** Learns the secrets that a formula is put together of. */
  void learn(Formula formula, Map<String, Value> variables, Observer observer) {
    switch (formula) {
      case Formula.Constant(Value value) -> learn(value);
      case Formula.Join(List<Formula> parts) ->
          parts.forEach(part -> learn(part, variables, observer));
      case Formula.Elements(List<Formula> elements) ->
          elements.forEach(element -> learn(element, variables, observer));
      case Formula.Entries(Map<String, Formula> entries) ->
          entries.values().forEach(entry -> learn(entry, variables, observer));
      case Formula.Conditional(Formula _, Formula then, Formula otherwise) -> {
        learn(then, variables, observer);
        learn(otherwise, variables, observer);
      }
      case Formula.Binary(var _, Formula left, Formula right) -> {
        learn(left, variables, observer);
        learn(right, variables, observer);
      }
      case Formula.Call call when call.function().equals("secret") ->
          learnResult(call, variables, observer);
      case Formula.Call call ->
          call.arguments().forEach(argument -> learn(argument, variables, observer));
      case Formula.Comprehension comprehension -> learn(comprehension.items(), variables, observer);
      case Formula.Variable _,
          Formula.Unary _,
          Formula.Attribute _,
          Formula.Element _,
          Formula.StateTest _ -> {}
    }
  }

  private void learnResult(Formula.Call call, Map<String, Value> variables, Observer observer) {
    try {
      learn(Evaluator.evaluate(call, variables, observer));
    } catch (EvaluationException _) {
      // Without a value there is nothing to hide.
    }
  }

  private void learn(String text) {
    if (text.length() >= SHORTEST && !COMMON.contains(text) && !shown.contains(text)) {
      secrets.add(text);
    }
    if (text.indexOf('\n') >= 0) {
      text.lines()
          .map(String::strip)
          .filter(line -> line.length() >= SHORTEST)
          .forEach(secrets::add);
    }
  }

  String mask(String text) {
    String masked = text;
    for (String secret : secrets) {
      masked = masked.replace(secret, Texts.MASK);
    }
    return masked;
  }

  List<String> mask(List<String> texts) {
    return texts.stream().map(this::mask).toList();
  }
}
