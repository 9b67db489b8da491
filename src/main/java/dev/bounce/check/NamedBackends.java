package dev.bounce.check;

import dev.bounce.syntax.Block;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.syntax.Property;
import dev.bounce.syntax.Statement;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the backends that a file names behind {@code via}. If it names exactly one, that one
 * manages every service that nothing else is said of.
 */
public final class NamedBackends {
  private final Set<String> names = new LinkedHashSet<>();

  /** Names of values, which may stand behind {@code via} too. */
  private final Set<String> bound = new HashSet<>();

  private NamedBackends() {}

  /** Returns the names, in the order of the text; tests are left out. */
  public static Set<String> of(List<Statement> statements) {
    NamedBackends finder = new NamedBackends();
    finder.statements(statements);
    finder.names.removeAll(finder.bound);
    return finder.names;
  }

  /** Returns the backend that a declaration names first, which is its service's own. */
  public static Optional<String> first(Statement.ServiceDeclaration declaration) {
    return declaration.properties().stream()
        .filter(property -> property.name().text().equals("via"))
        .findFirst()
        .filter(property -> !property.terms().isEmpty())
        .map(property -> property.terms().getFirst())
        .filter(Reference.class::isInstance)
        .map(backend -> ((Reference) backend).name());
  }

  private void statements(List<Statement> statements) {
    statements.forEach(this::statement);
  }

  private void block(Block block) {
    statements(block.statements());
  }

  private void statement(Statement statement) {
    switch (statement) {
      case Statement.ServiceDeclaration service -> service.properties().forEach(this::property);
      case Statement.DefaultDeclaration declaration -> property(declaration.property());
      case Statement.Definition definition -> {
        definition.parameters().forEach(parameter -> bound.add(parameter.name().text()));
        if (definition.body() instanceof Statement.Body.Procedure(Block block)) {
          block(block);
        }
      }
      case Statement.ParameterDeclaration parameter -> bound.add(parameter.name().text());
      case Statement.Binding binding -> bound.add(binding.name().text());
      case Statement.Choice choice -> {
        choice.branches().forEach(branch -> block(branch.body()));
        choice.otherwise().ifPresent(this::block);
      }
      case Statement.Loop loop -> {
        bound.add(loop.variable().text());
        block(loop.body());
      }
      case Statement.Attempt attempt -> {
        block(attempt.body());
        attempt.handlers().forEach(handler -> block(handler.body()));
        attempt.cleanup().ifPresent(this::block);
      }
      case Statement.OnBlock on -> block(on.body());
      case Statement.Cleanup cleanup -> block(cleanup.body());
      case Statement.Command command -> {
        terms(command.terms());
        command.block().ifPresent(this::block);
      }
      case Statement.Header _,
          Statement.Requirement _,
          Statement.Use _,
          Statement.HostDeclaration _,
          Statement.GroupDeclaration _,
          Statement.TestCase _ -> {}
    }
  }

  private void property(Property property) {
    if (property.name().text().equals("via")
        && !property.terms().isEmpty()
        && property.terms().getFirst() instanceof Reference backend) {
      names.add(backend.name());
    }
    property.block().ifPresent(this::block);
  }

  private void terms(List<Expression> terms) {
    for (int i = 0; i + 1 < terms.size(); i++) {
      if (terms.get(i) instanceof Reference word
          && word.name().equals("via")
          && terms.get(i + 1) instanceof Reference backend) {
        names.add(backend.name());
      }
    }
  }
}
