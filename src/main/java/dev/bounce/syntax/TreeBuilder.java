package dev.bounce.syntax;

import dev.bounce.diag.Source;
import dev.bounce.diag.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns what ANTLR has read into the records of the language, and reports what only the content of
 * a literal shows. It recurses as deep as brackets nest, never along a chain.
 */
final class TreeBuilder extends RunbookParserBaseVisitor<Statement> {
  private final Source source;
  private final ExpressionBuilder expressions;
  private final Documentation documentation;
  private final List<Statement> statements = new ArrayList<>();

  TreeBuilder(Source source, SyntaxProblems problems, TokenStream tokens) {
    this.source = source;
    this.expressions = new ExpressionBuilder(source, problems);
    this.documentation = new Documentation(tokens);
  }

  /** Adds a statement of the file, unless a literal in it is malformed. */
  void add(RunbookParser.StatementContext context) {
    read(context, statements);
  }

  /** Returns the statements added so far. */
  List<Statement> statements() {
    return List.copyOf(statements);
  }

  /** A malformed literal costs the innermost statement that holds it, not those around. */
  private void read(RunbookParser.StatementContext context, List<Statement> into) {
    boolean outer = expressions.hasFailed();
    expressions.setFailed(false);
    Statement statement = visit(context);
    if (!expressions.hasFailed()) {
      into.add(statement);
    }
    expressions.setFailed(outer);
  }

  // ---- declarations

  @Override
  public Statement visitHeader(RunbookParser.HeaderContext context) {
    Optional<Expression> version =
        context.string().size() < 2 ? Optional.empty() : Optional.of(string(context.string(1)));
    return new Statement.Header(
        string(context.string(0)), version, documentation.above(context), span(context));
  }

  @Override
  public Statement visitRequirement(RunbookParser.RequirementContext context) {
    return new Statement.Requirement(terms(context.term()), span(context));
  }

  @Override
  public Statement visitUse(RunbookParser.UseContext context) {
    boolean isPath = context.string() != null;
    int aliasIndex = isPath ? 0 : 1;
    return new Statement.Use(
        isPath ? Optional.empty() : Optional.of(name(context.name(0))),
        isPath ? Optional.of(string(context.string())) : Optional.empty(),
        context.AS() == null ? Optional.empty() : Optional.of(name(context.name(aliasIndex))),
        span(context));
  }

  @Override
  public Statement visitParameterDeclaration(RunbookParser.ParameterDeclarationContext context) {
    return new Statement.ParameterDeclaration(
        name(context.name()),
        type(context.type()),
        optionalValue(context.value()),
        documentation.above(context),
        span(context));
  }

  @Override
  public Statement visitServiceDeclaration(RunbookParser.ServiceDeclarationContext context) {
    return new Statement.ServiceDeclaration(
        name(context.name()),
        properties(context.properties()),
        documentation.above(context),
        span(context));
  }

  @Override
  public Statement visitHostDeclaration(RunbookParser.HostDeclarationContext context) {
    return new Statement.HostDeclaration(
        name(context.name()),
        properties(context.properties()),
        documentation.above(context),
        span(context));
  }

  @Override
  public Statement visitGroupDeclaration(RunbookParser.GroupDeclarationContext context) {
    return new Statement.GroupDeclaration(
        name(context.name()), expressions.term(context.term()), span(context));
  }

  @Override
  public Statement visitDefaultDeclaration(RunbookParser.DefaultDeclarationContext context) {
    return new Statement.DefaultDeclaration(property(context.property()), span(context));
  }

  @Override
  public Statement visitDefinition(RunbookParser.DefinitionContext context) {
    Statement.Body body =
        context.block() == null
            ? new Statement.Body.Function(expressions.value(context.value()))
            : new Statement.Body.Procedure(block(context.block()));
    return new Statement.Definition(
        name(context.name()),
        parameters(context.parameters()),
        optionalType(context.type()),
        body,
        documentation.above(context),
        span(context));
  }

  @Override
  public Statement visitBinding(RunbookParser.BindingContext context) {
    return new Statement.Binding(
        name(context.name()),
        optionalType(context.type()),
        expressions.value(context.value()),
        span(context));
  }

  @Override
  public Statement visitTestCase(RunbookParser.TestCaseContext context) {
    return new Statement.TestCase(string(context.string()), block(context.block()), span(context));
  }

  // ---- control

  @Override
  public Statement visitChoice(RunbookParser.ChoiceContext context) {
    List<Statement.Branch> branches = new ArrayList<>();
    for (RunbookParser.ChoiceBranchContext branch : context.choiceBranch()) {
      branches.add(
          new Statement.Branch(expressions.expression(branch.expr()), block(branch.block())));
    }
    return new Statement.Choice(branches, optionalBlock(context.block()), span(context));
  }

  @Override
  public Statement visitLoop(RunbookParser.LoopContext context) {
    return new Statement.Loop(
        name(context.name()),
        expressions.expression(context.expr()),
        block(context.block()),
        span(context));
  }

  @Override
  public Statement visitAttempt(RunbookParser.AttemptContext context) {
    List<Statement.Handler> handlers = new ArrayList<>();
    for (RunbookParser.HandlerContext handler : context.handler()) {
      handlers.add(new Statement.Handler(name(handler.name()), block(handler.block())));
    }
    Optional<Block> cleanup =
        context.FINALLY() == null ? Optional.empty() : Optional.of(block(context.block(1)));
    return new Statement.Attempt(block(context.block(0)), handlers, cleanup, span(context));
  }

  @Override
  public Statement visitOnBlock(RunbookParser.OnBlockContext context) {
    return new Statement.OnBlock(
        expressions.expression(context.expr()), block(context.block()), span(context));
  }

  @Override
  public Statement visitCleanup(RunbookParser.CleanupContext context) {
    return new Statement.Cleanup(block(context.block()), span(context));
  }

  // ---- commands

  @Override
  public Statement visitCommand(RunbookParser.CommandContext context) {
    Optional<Statement.Condition> condition =
        Optional.ofNullable(context.condition())
            .map(given ->
                new Statement.Condition(
                    given.UNLESS() != null, expressions.expression(given.expr())));
    return new Statement.Command(
        verb(context.verb()),
        terms(context.term()),
        optionalBlock(context.block()),
        condition,
        span(context));
  }

  private List<Name> verb(RunbookParser.VerbContext context) {
    List<Name> words = new ArrayList<>();
    Token first = context.NAME().getSymbol();
    words.add(new Name(first.getText(), expressions.span(first)));
    for (RunbookParser.WordContext word : context.word()) {
      words.add(expressions.name(word));
    }
    return words;
  }

  // ---- parts

  private Block block(RunbookParser.BlockContext context) {
    List<Statement> body = new ArrayList<>();
    for (RunbookParser.LineContext line : context.lines().line()) {
      if (line.statement() != null) { // a line that failed has none
        read(line.statement(), body);
      }
    }
    return new Block(body, span(context));
  }

  private Optional<Block> optionalBlock(RunbookParser.@Nullable BlockContext context) {
    return Optional.ofNullable(context).map(this::block);
  }

  private List<Property> properties(RunbookParser.PropertiesContext context) {
    List<Property> properties = new ArrayList<>();
    for (RunbookParser.PropertyLineContext line : context.propertyLine()) {
      if (line.property() != null) { // a line that failed has none
        properties.add(property(line.property()));
      }
    }
    return properties;
  }

  private Property property(RunbookParser.PropertyContext context) {
    return new Property(
        name(context.name()), terms(context.term()), optionalBlock(context.block()), span(context));
  }

  private List<Parameter> parameters(RunbookParser.@Nullable ParametersContext context) {
    return context == null ? List.of() : context.parameter().stream().map(this::parameter).toList();
  }

  private Parameter parameter(RunbookParser.ParameterContext context) {
    List<RunbookParser.NameContext> names = context.name();
    return new Parameter(
        names.size() < 2 ? Optional.empty() : Optional.of(name(names.getFirst())),
        name(names.getLast()),
        optionalType(context.type()),
        optionalValue(context.value()),
        span(context));
  }

  private TypeName type(RunbookParser.TypeContext context) {
    List<TypeName> arguments = context.type().stream().map(this::type).toList();
    return new TypeName(name(context.name()), arguments, span(context));
  }

  private Optional<TypeName> optionalType(RunbookParser.@Nullable TypeContext context) {
    return Optional.ofNullable(context).map(this::type);
  }

  private Optional<Expression> optionalValue(RunbookParser.@Nullable ValueContext context) {
    return Optional.ofNullable(context).map(expressions::value);
  }

  private List<Expression> terms(List<RunbookParser.TermContext> contexts) {
    List<Expression> terms = new ArrayList<>(contexts.size());
    for (RunbookParser.TermContext context : contexts) {
      terms.add(expressions.term(context));
    }
    return terms;
  }

  private Expression string(RunbookParser.StringContext context) {
    return expressions.string(context);
  }

  private Name name(RunbookParser.NameContext context) {
    return expressions.name(context);
  }

  private Span span(ParserRuleContext context) {
    Token stop = context.getStop();
    int start = context.getStart().getStartIndex();
    return source.span(start, Math.max(start, stop.getStopIndex() + 1));
  }
}
