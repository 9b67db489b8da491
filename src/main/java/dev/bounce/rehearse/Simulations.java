package dev.bounce.rehearse;

import dev.bounce.backend.sim.Fault;
import dev.bounce.check.Matched;
import dev.bounce.diag.Code;
import dev.bounce.host.ChangedFiles;
import dev.bounce.plan.EvaluationException;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.Index;
import dev.bounce.syntax.Expression.ListLiteral;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.syntax.Statement;
import dev.bounce.syntax.Statement.GroupDeclaration;
import dev.bounce.value.Texts;
import dev.bounce.value.Type;
import dev.bounce.value.Value;
import dev.bounce.value.Value.DurationValue;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.ListValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Does what {@code simulate} says to the world of a test. */
final class Simulations {
  private final TestWorld world;
  private final List<Statement> declarations;
  private final Questions questions;
  private final List<String> services = new ArrayList<>();

  /**
   * @param declarations where groups are declared, the innermost first
   */
  Simulations(TestWorld world, List<Statement> declarations, Questions questions) {
    this.world = world;
    this.declarations = declarations;
    this.questions = questions;
  }

  /** Lets members go wrong; returns how the test calls their services. */
  List<String> fault(Matched matched) throws EvaluationException {
    fault(matched.required("target"), Optional.empty(), fault(matched, times(matched)));
    return List.copyOf(services);
  }

  private int times(Matched matched) throws EvaluationException {
    return number(matched, "times").orElse(Fault.ALWAYS);
  }

  private Fault fault(Matched matched, int times) throws EvaluationException {
    if (matched.flags().contains("unmonitored")) {
      return new Fault.Unmonitored();
    }
    if (matched.argument("fails").isPresent()) {
      return new Fault.FailsStart(times);
    }
    if (matched.argument("ignores").isPresent()) {
      boolean kill =
          matched.required("ignores") instanceof Reference word && word.name().equals("KILL");
      return kill ? new Fault.HangsInStop() : new Fault.IgnoresTerm();
    }
    Optional<Integer> busy = number(matched, "busy");
    if (busy.isPresent()) {
      return new Fault.Busy(busy.get());
    }
    Value after = questions.value(matched.required("after"), Type.DURATION);
    return new Fault.Flaps(
        after instanceof DurationValue(Duration duration) ? duration : Duration.ZERO, times);
  }

  private void fault(Expression target, Optional<Integer> index, Fault fault)
      throws EvaluationException {
    if (target instanceof ListLiteral(List<Expression> elements, _)) {
      for (Expression element : elements) {
        fault(element, index, fault);
      }
    } else if (target instanceof Index(Expression service, Expression member, _)) {
      fault(service, Optional.of(index(member)), fault);
    } else if (target instanceof Reference reference) {
      Optional<GroupDeclaration> group = group(reference.name());
      if (group.isPresent()) {
        fault(group.get().members(), index, fault);
      } else {
        fault(reference.name(), index, fault);
      }
    } else {
      fault(Texts.plain(questions.value(target, Type.STRING)), index, fault);
    }
  }

  private void fault(String service, Optional<Integer> index, Fault fault) {
    services.add(service);
    world.services.fault(service, index, fault);
  }

  private Optional<GroupDeclaration> group(String name) {
    return declarations.stream()
        .filter(GroupDeclaration.class::isInstance)
        .map(GroupDeclaration.class::cast)
        .filter(group -> group.name().text().equals(name))
        .findFirst();
  }

  private int index(Expression member) throws EvaluationException {
    Value value = questions.value(member, Type.INTEGER);
    if (value instanceof IntegerValue(long number) && number >= 0) {
      return Math.clamp(number, 0, Integer.MAX_VALUE);
    }
    throw new EvaluationException(
        Code.P011, "there is no member " + Texts.shown(value) + ": members count from 0");
  }

  /** Lets a command print something. */
  void command(Matched matched) throws EvaluationException {
    world.host.command(
        texts(matched, "arguments"),
        text(matched, "prints"),
        number(matched, "exit").orElse(0),
        Duration.ZERO);
  }

  /** Lets files have changed in a range of revisions, in whatever repository. */
  void changed(Matched matched) throws EvaluationException {
    List<String> words = ChangedFiles.words(text(matched, "range"));
    String paths = ChangedFiles.printed(texts(matched, "gives"));
    world.host.command(words, paths, 0, Duration.ZERO);
  }

  private List<String> texts(Matched matched, String name) throws EvaluationException {
    Value value = questions.value(matched.required(name), new Type.ListOf(Type.STRING));
    return value instanceof ListValue(List<Value> elements)
        ? elements.stream().map(Texts::plain).toList()
        : List.of(Texts.plain(value));
  }

  /** Makes a file. */
  void file(Matched matched) throws EvaluationException {
    world.host.file(text(matched, "path"), text(matched, "holds"));
  }

  /** Makes a symbolic link. */
  void link(Matched matched) throws EvaluationException {
    world.host.link(text(matched, "path"), text(matched, "to"));
  }

  private String text(Matched matched, String name) throws EvaluationException {
    Optional<Expression> argument = matched.argument(name);
    return argument.isPresent() ? Texts.plain(questions.value(argument.get(), Type.STRING)) : "";
  }

  private Optional<Integer> number(Matched matched, String name) throws EvaluationException {
    Optional<Expression> argument = matched.argument(name);
    if (argument.isEmpty()) {
      return Optional.empty();
    }
    Value value = questions.value(argument.get(), Type.INTEGER);
    if (value instanceof IntegerValue(long number) && number >= 0) {
      return Optional.of(Math.clamp(number, 0, Fault.ALWAYS - 1));
    }
    throw new EvaluationException(
        Code.C031, "`%s` takes a number from 0 on, not %s".formatted(name, Texts.shown(value)));
  }
}
