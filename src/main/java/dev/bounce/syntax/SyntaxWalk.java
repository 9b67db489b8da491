package dev.bounce.syntax;

import dev.bounce.syntax.Expression.Part;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** Visits every statement and expression of a tree, outer ones first, in the order of the text. */
public final class SyntaxWalk {
  private final Consumer<Statement> onStatement;
  private final Consumer<Expression> onExpression;

  private SyntaxWalk(Consumer<Statement> onStatement, Consumer<Expression> onExpression) {
    this.onStatement = onStatement;
    this.onExpression = onExpression;
  }

  /** Visits statements and everything in them. */
  public static void statements(
      List<Statement> statements,
      Consumer<Statement> onStatement,
      Consumer<Expression> onExpression) {
    new SyntaxWalk(onStatement, onExpression).all(statements);
  }

  /** Visits an expression and everything in it. */
  public static void expression(Expression expression, Consumer<Expression> onExpression) {
    new SyntaxWalk(_ -> {}, onExpression).visit(expression);
  }

  private void all(List<Statement> statements) {
    statements.forEach(this::visit);
  }

  private void visit(Statement statement) {
    onStatement.accept(statement);
    switch (statement) {
      case Statement.Header header -> visit(header.name());
      case Statement.Requirement requirement -> requirement.terms().forEach(this::visit);
      case Statement.Use _ -> {}
      case Statement.ParameterDeclaration parameter ->
          parameter.defaultValue().ifPresent(this::visit);
      case Statement.ServiceDeclaration service -> service.properties().forEach(this::visit);
      case Statement.HostDeclaration host -> host.properties().forEach(this::visit);
      case Statement.GroupDeclaration group -> visit(group.members());
      case Statement.DefaultDeclaration declaration -> visit(declaration.property());
      case Statement.Definition definition -> definition(definition);
      case Statement.Binding binding -> visit(binding.value());
      case Statement.TestCase test -> all(test.body().statements());
      case Statement.Choice choice -> {
        for (Statement.Branch branch : choice.branches()) {
          visit(branch.condition());
          all(branch.body().statements());
        }
        choice.otherwise().ifPresent(block -> all(block.statements()));
      }
      case Statement.Loop loop -> {
        visit(loop.items());
        all(loop.body().statements());
      }
      case Statement.Attempt attempt -> {
        all(attempt.body().statements());
        attempt.handlers().forEach(handler -> all(handler.body().statements()));
        attempt.cleanup().ifPresent(block -> all(block.statements()));
      }
      case Statement.OnBlock on -> {
        visit(on.subject());
        all(on.body().statements());
      }
      case Statement.Cleanup cleanup -> all(cleanup.body().statements());
      case Statement.Command command -> {
        command.terms().forEach(this::visit);
        command.block().ifPresent(block -> all(block.statements()));
        command.condition().ifPresent(condition -> visit(condition.expression()));
      }
    }
  }

  private void definition(Statement.Definition definition) {
    for (Parameter parameter : definition.parameters()) {
      parameter.defaultValue().ifPresent(this::visit);
    }
    switch (definition.body()) {
      case Statement.Body.Procedure(Block block) -> all(block.statements());
      case Statement.Body.Function(Expression value) -> visit(value);
    }
  }

  private void visit(Property property) {
    property.terms().forEach(this::visit);
    property.block().ifPresent(block -> all(block.statements()));
  }

  private void visit(Expression expression) {
    onExpression.accept(expression);
    switch (expression) {
      case Expression.Reference _,
          Expression.IntegerLiteral _,
          Expression.PercentLiteral _,
          Expression.DurationLiteral _,
          Expression.BooleanLiteral _ -> {}
      case Expression.StringLiteral string -> {
        for (Part part : string.parts()) {
          if (part instanceof Part.Interpolation(Expression inner)) {
            visit(inner);
          }
        }
      }
      case Expression.ListLiteral list -> list.elements().forEach(this::visit);
      case Expression.MapLiteral map -> map.entries().forEach(entry -> visit(entry.value()));
      case Expression.Comprehension comprehension -> {
        visit(comprehension.items());
        visit(comprehension.element());
        comprehension.condition().ifPresent(this::visit);
      }
      case Expression.Conditional conditional -> {
        visit(conditional.condition());
        visit(conditional.then());
        visit(conditional.otherwise());
      }
      case Expression.Call call -> {
        visit(call.callee());
        call.arguments().forEach(argument -> visit(argument.value()));
      }
      case Expression.Index index -> {
        visit(index.object());
        visit(index.index());
      }
      case Expression.Attribute attribute -> visit(attribute.object());
      case Expression.Unary unary -> visit(unary.operand());
      case Expression.Binary binary -> binary(binary);
      case Expression.StateTest test -> visit(test.subject());
    }
  }

  /** Long sums nest on the left, as deep as they are long: no recursion on that side. */
  private void binary(Expression.Binary binary) {
    Deque<Expression> rights = new ArrayDeque<>();
    rights.push(binary.right());
    Expression leftmost = binary.left();
    while (leftmost instanceof Expression.Binary nested) {
      onExpression.accept(nested);
      rights.push(nested.right());
      leftmost = nested.left();
    }
    visit(leftmost);
    rights.forEach(this::visit);
  }
}
