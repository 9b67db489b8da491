package dev.bounce.check;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Span;
import dev.bounce.syntax.Block;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.syntax.Name;
import dev.bounce.syntax.Parameter;
import dev.bounce.syntax.Property;
import dev.bounce.syntax.Statement;
import dev.bounce.syntax.Statement.Attempt;
import dev.bounce.syntax.Statement.Binding;
import dev.bounce.syntax.Statement.Body;
import dev.bounce.syntax.Statement.Choice;
import dev.bounce.syntax.Statement.Cleanup;
import dev.bounce.syntax.Statement.Command;
import dev.bounce.syntax.Statement.DefaultDeclaration;
import dev.bounce.syntax.Statement.Definition;
import dev.bounce.syntax.Statement.GroupDeclaration;
import dev.bounce.syntax.Statement.Header;
import dev.bounce.syntax.Statement.HostDeclaration;
import dev.bounce.syntax.Statement.Loop;
import dev.bounce.syntax.Statement.OnBlock;
import dev.bounce.syntax.Statement.ParameterDeclaration;
import dev.bounce.syntax.Statement.Requirement;
import dev.bounce.syntax.Statement.ServiceDeclaration;
import dev.bounce.syntax.Statement.TestCase;
import dev.bounce.syntax.Statement.Use;
import dev.bounce.value.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks statements: names, signatures, types and places. */
final class StatementChecker {
  /** Stands in the scope of a {@code within} block; no name can be written like this. */
  private static final String BOUND = "within { }";

  /** What {@code guard} stands for behind a block that was guarded. */
  static final Type GUARD =
      new Type.RecordOf(
          "what a guard has seen",
          Map.ofEntries(
              Map.entry("requests", Type.INTEGER),
              Map.entry("failures", Type.INTEGER),
              Map.entry("refused", Type.INTEGER),
              Map.entry("reset", Type.INTEGER),
              Map.entry("timed-out", Type.INTEGER),
              Map.entry("bad-status", Type.INTEGER),
              Map.entry("bad-body", Type.INTEGER),
              Map.entry("slow", Type.INTEGER),
              Map.entry("other", Type.INTEGER),
              Map.entry("slowest", Type.DURATION),
              Map.entry("p50", Type.DURATION),
              Map.entry("p95", Type.DURATION),
              Map.entry("p99", Type.DURATION)));

  /** What {@code failure} stands for in a handler. */
  private static final Type FAILURE =
      new Type.RecordOf(
          "a failure", Map.of("step", Type.STRING, "reason", Type.STRING, "code", Type.STRING));

  /** Where a statement stands. */
  private enum Level {
    FILE,
    BLOCK,
    TEST
  }

  private final ModuleContext context;
  private final ExpressionChecker expressions;
  private final CommandLookup commands;
  private final TargetChecker targets;
  private final ServiceChecker services;
  private final ShellChecker shell;
  private final Circles circles;
  private final Diagnostics diagnostics;
  private final WaitChecker waits;
  private final TestRules rules;

  StatementChecker(ModuleContext context) {
    this.context = context;
    this.expressions = new ExpressionChecker(context);
    this.commands = new CommandLookup(context);
    this.targets = new TargetChecker(context, expressions);
    this.services = new ServiceChecker(context, expressions);
    this.diagnostics = context.diagnostics();
    this.shell = new ShellChecker(diagnostics);
    this.circles = new Circles(diagnostics, context.verbs().keySet());
    this.waits = new WaitChecker(context);
    this.rules = new TestRules(diagnostics);
  }

  /** Checks the statements of a file in a scope that knows what is declared outside of it. */
  void checkFile(List<Statement> statements, Scope scope) {
    headers(statements);
    declareServices(statements, scope);
    statements(statements, scope, Level.FILE);
  }

  private void headers(List<Statement> statements) {
    for (int i = 1; i < statements.size(); i++) {
      if (statements.get(i) instanceof Header header) {
        boolean second = statements.getFirst() instanceof Header;
        diagnostics.add(
            Diagnostic.error(
                    second ? Code.C009 : Code.C014,
                    header.span(),
                    second
                        ? "the line `runbook` stands twice"
                        : "the line `runbook` is the first statement of its file")
                .hint(second ? "keep one of them" : "move it to the top"));
      }
    }
  }

  /** Services and groups can be named before the line that declares them. */
  private void declareServices(List<Statement> statements, Scope scope) {
    circles.services(statements);
    for (Statement statement : statements) {
      if (statement instanceof ServiceDeclaration service) {
        declare(service.name(), new Symbol.Service(service), scope);
      } else if (statement instanceof GroupDeclaration group) {
        declare(group.name(), new Symbol.Group(Optional.of(group.name().span())), scope);
      } else if (statement instanceof HostDeclaration host) {
        declare(host.name(), new Symbol.Host(Optional.of(host.name().span())), scope);
      }
    }
  }

  private void declare(Name name, Symbol symbol, Scope scope) {
    Optional<Symbol> earlier = scope.declare(name.text(), symbol);
    Optional<Span> place = earlier.flatMap(Symbol::declaredAt);
    if (place.isEmpty() || place.get().equals(name.span())) {
      return;
    }
    scope.declare(name.text(), earlier.get()); // what follows means the first one
    diagnostics.add(
        Diagnostic.error(Code.C009, name.span(), "`" + name + "` is declared twice")
            .because("it is declared at " + place.get().place() + " too")
            .hint("give one of the two another name"));
  }

  private void statements(List<Statement> statements, Scope scope, Level level) {
    for (Statement statement : statements) {
      statement(statement, scope, level);
    }
  }

  private void block(Block block, Scope outer, Level level) {
    Scope scope = outer.inner();
    declareServices(block.statements(), scope);
    statements(block.statements(), scope, level == Level.FILE ? Level.BLOCK : level);
  }

  /** The statements of {@code parallel} run at the same time, so none can use another's names. */
  private void branches(Block block, Scope scope) {
    declareServices(block.statements(), scope);
    block.statements().forEach(statement -> statement(statement, scope.inner(), Level.BLOCK));
  }

  private void statement(Statement statement, Scope scope, Level level) {
    if (level == Level.TEST) {
      rules.checkPlace(statement);
    }
    switch (statement) {
      case Header header -> header(header, scope, level);
      case Requirement requirement -> fileOnly(requirement, "requires", level);
      case Use use -> use(use, scope, level);
      case ParameterDeclaration parameter -> parameter(parameter, scope, level);
      case ServiceDeclaration service ->
          services.check(service, scope, (property, inner) -> propertyBlock(property, inner));
      case HostDeclaration host -> host(host, scope, level);
      case GroupDeclaration group -> expressions.typeOf(group.members(), scope);
      case DefaultDeclaration declaration -> defaults(declaration, scope, level);
      case Definition definition -> definition(definition, scope, level);
      case Binding binding -> binding(binding, scope);
      case TestCase test -> test(test, scope, level);
      case Choice choice -> choice(choice, scope, level);
      case Loop loop -> loop(loop, scope, level);
      case Attempt attempt -> attempt(attempt, scope, level);
      case OnBlock on -> on(on, scope, level);
      case Cleanup cleanup -> block(cleanup.body(), scope, level);
      case Command command -> command(command, scope, level);
    }
  }

  private void propertyBlock(Property property, Scope scope) {
    block(property.block().orElseThrow(), scope, Level.BLOCK);
  }

  private void fileOnly(Statement statement, String what, Level level) {
    if (level != Level.FILE) {
      diagnostics.add(
          Diagnostic.error(
                  Code.C014, statement.span(), "`" + what + "` stands at the top of a file only")
              .hint("move it out of the block"));
    }
  }

  /** An import has been declared before all statements; here it meets names of the file's own. */
  private void use(Use use, Scope scope, Level level) {
    fileOnly(use, "use", level);
    use.alias()
        .or(use::name)
        .filter(alias -> scope.find(alias.text()).orElse(null) instanceof Symbol.Imported)
        .ifPresent(alias -> declare(alias, scope.find(alias.text()).orElseThrow(), scope));
  }

  private void header(Header header, Scope scope, Level level) {
    fileOnly(header, "runbook", level);
    expressions.expect(header.name(), Type.STRING, scope);
    header.version().ifPresent(version -> expressions.expect(version, Type.STRING, scope));
  }

  private void parameter(ParameterDeclaration parameter, Scope scope, Level level) {
    fileOnly(parameter, "param", level);
    Type type = Types.resolve(parameter.type(), diagnostics);
    if (type == Type.BLOCK || type == Type.MEMBER) {
      diagnostics.add(
          Diagnostic.error(
                  Code.C026,
                  parameter.type().span(),
                  "a runbook cannot be given a value of type " + type.text())
              .because("its parameters are texts on the command line"));
    }
    if (Types.isKnown(parameter.type())) {
      parameter.defaultValue().ifPresent(value -> expressions.expect(value, type, scope));
    }
    declare(
        parameter.name(), new Symbol.Binding(type, Optional.of(parameter.name().span())), scope);
  }

  private void host(HostDeclaration host, Scope scope, Level level) {
    fileOnly(host, "host", level);
    diagnostics.add(Later.HOST.at(host.name().span()));
    for (Property property : host.properties()) {
      property.terms().forEach(term -> expressions.typeOf(term, scope));
    }
  }

  private void defaults(DefaultDeclaration declaration, Scope scope, Level level) {
    fileOnly(declaration, "default", level);
    Property property = declaration.property();
    if (!property.name().text().equals("via")
        || property.terms().size() != 1
        || !(property.terms().getFirst() instanceof Reference backend)) {
      diagnostics.add(
          Diagnostic.error(
              Code.C011, property.span(), "`default` is written `default via BACKEND`"));
      return;
    }
    expressions.backend(backend, scope);
  }

  private void definition(Definition definition, Scope scope, Level level) {
    fileOnly(definition, "define", level);
    Scope inner = scope.inner();
    for (Parameter parameter : definition.parameters()) {
      Type type =
          parameter.type().map(written -> Types.resolve(written, diagnostics)).orElse(Type.ANY);
      parameter.defaultValue().ifPresent(value -> expressions.expect(value, type, inner));
      declare(
          parameter.name(), new Symbol.Binding(type, Optional.of(parameter.name().span())), inner);
    }
    switch (definition.body()) {
      case Body.Procedure(Block block) -> block(block, inner, Level.BLOCK);
      case Body.Function(Expression value) ->
          expressions.expect(
              value,
              definition
                  .resultType()
                  .map(type -> Types.resolve(type, diagnostics))
                  .orElse(Type.ANY),
              inner);
    }
  }

  private void binding(Binding binding, Scope scope) {
    Type type;
    if (binding.type().isPresent()) {
      type = Types.resolve(binding.type().get(), diagnostics);
      expressions.expect(binding.value(), type, scope);
    } else {
      type = expressions.typeOf(binding.value(), scope);
    }
    declare(binding.name(), new Symbol.Binding(type, Optional.of(binding.name().span())), scope);
  }

  private void test(TestCase test, Scope scope, Level level) {
    fileOnly(test, "test", level);
    Scope inner = scope.inner();
    inner.declare("output", new Symbol.Binding(Type.STRING, Optional.empty()));
    inner.declare(ExpressionChecker.TEST, new Symbol.Binding(Type.BOOLEAN, Optional.empty()));
    declareServices(test.body().statements(), inner);
    statements(test.body().statements(), inner, Level.TEST);
  }

  private void choice(Choice choice, Scope scope, Level level) {
    for (Statement.Branch branch : choice.branches()) {
      expressions.expect(branch.condition(), Type.BOOLEAN, scope);
      block(branch.body(), scope, level);
    }
    choice.otherwise().ifPresent(otherwise -> block(otherwise, scope, level));
  }

  private void loop(Loop loop, Scope scope, Level level) {
    Scope inner = scope.inner();
    inner.declare(
        loop.variable().text(),
        new Symbol.Binding(
            expressions.itemType(loop.items(), scope), Optional.of(loop.variable().span())));
    block(loop.body(), inner, level);
  }

  private void attempt(Attempt attempt, Scope scope, Level level) {
    block(attempt.body(), scope, level);
    for (Statement.Handler handler : attempt.handlers()) {
      if (!handler.event().text().equals("failure")) {
        diagnostics.add(
            Diagnostic.error(
                    Code.C006, handler.event().span(), "unknown event `" + handler.event() + "`")
                .hint("after `try` stands `on failure`"));
      }
      block(handler.body(), withFailure(scope), level);
    }
    if (attempt.handlers().size() > 1) {
      Name second = attempt.handlers().get(1).event();
      diagnostics.add(
          Diagnostic.error(Code.C009, second.span(), "`on " + second + "` stands twice")
              .hint("put both into one block"));
    }
    attempt.cleanup().ifPresent(cleanup -> block(cleanup, scope, level));
  }

  private static Scope withFailure(Scope scope) {
    Scope inner = scope.inner();
    inner.declare("failure", new Symbol.Binding(FAILURE, Optional.empty()));
    return inner;
  }

  private void on(OnBlock on, Scope scope, Level level) {
    String event = on.subject() instanceof Reference reference ? reference.name() : "";
    switch (event) {
      case "failure" -> block(on.body(), withFailure(scope), level);
      case "success" -> block(on.body(), scope, level);
      default -> {
        diagnostics.add(Later.ON_PLACE.at(on.subject().span()));
        expressions.typeOf(on.subject(), scope);
        // A place is no scope: what is bound there can be used behind it.
        declareServices(on.body().statements(), scope);
        statements(on.body().statements(), scope, level == Level.FILE ? Level.BLOCK : level);
      }
    }
  }

  private void command(Command command, Scope scope, Level level) {
    Optional<VerbLookup> found = commands.find(command, scope, level == Level.TEST);
    command
        .condition()
        .ifPresent(condition -> expressions.expect(condition.expression(), Type.BOOLEAN, scope));
    if (found.isEmpty()) {
      return;
    }
    Signature signature = found.get().signature();
    if (signature.later().isPresent()) {
      Span verb = command.verb().getFirst().span();
      diagnostics.add(Later.verb(signature, signature.later().get(), verb));
      command.block().ifPresent(block -> block(block, scope, level));
      return;
    }
    Optional<Diagnostic> misspelt = rules.misspelt(command, signature, scope);
    if (misspelt.isPresent()) {
      diagnostics.add(misspelt.get());
      return;
    }
    boolean bounded = scope.find(BOUND).isPresent();
    Matched matched =
        Matcher.match(
            command,
            bounded ? signature.optional("within") : signature,
            found.get().skippedTerms(),
            diagnostics);
    arguments(matched, scope, level);
  }

  private void arguments(Matched matched, Scope scope, Level level) {
    Signature signature = matched.signature();
    Optional<Reference> via = TargetChecker.via(matched);
    via.ifPresent(backend -> expressions.backend(backend, scope));
    for (Signature.Slot slot : signature.slots()) {
      List<Expression> terms =
          slot.repeated()
              ? matched.many()
              : matched.argument(slot.name()).map(List::of).orElse(List.of());
      terms.forEach(term -> argument(term, slot.type(), matched, scope));
    }
    for (Signature.Clause clause : signature.clauses()) {
      if (!(clause.type() == Type.BACKEND && via.isPresent())) {
        matched
            .argument(clause.name())
            .ifPresent(term -> argument(term, clause.type(), matched, scope));
      }
    }
    if (signature.verb().equals("sh")) {
      shell.check(matched.many());
    }
    targets.checkAction(matched, scope);
    rules.checkSimulation(matched);
    waits.check(matched);
    requireStatements(matched, level);
    Scope inner = scope.inner();
    if (signature.verb().equals("within")) {
      inner.declare(BOUND, new Symbol.Binding(Type.DURATION, Optional.empty()));
    }
    matched.block().ifPresent(block -> commandBlock(matched, block, inner, level));
    declareResults(matched, scope);
  }

  private void requireStatements(Matched matched, Level level) {
    boolean empty = matched.block().filter(block -> block.statements().isEmpty()).isPresent();
    boolean builtIn = context.verbs().containsKey(matched.signature().verb());
    if (empty && builtIn && !(level == Level.TEST && matched.signature().verb().equals("run"))) {
      diagnostics.add(
          Diagnostic.error(
                  Code.C033,
                  matched.command().span(),
                  "`" + matched.signature().verb() + "` has nothing to do")
              .because("its block is empty")
              .hint("fill it in, or remove the statement"));
    }
  }

  private void argument(Expression term, Type type, Matched matched, Scope scope) {
    Signature signature = matched.signature();
    boolean ofTest = signature.equals(TestVerbs.BY_NAME.get(signature.verb()));
    if (ofTest && term instanceof Expression.MapLiteral(var entries, _)) {
      // The values of another file's parameters: words stand for that file's enums.
      entries.stream()
          .map(Expression.Entry::value)
          .filter(value -> !(value instanceof Reference))
          .forEach(value -> expressions.typeOf(value, scope));
      return;
    }
    if (type == Type.TARGET || type == Type.SERVICE) {
      targets.check(term, matched, scope);
    } else if (type == Type.PLACE) {
      new PlaceChecker(context, expressions).check(term, scope);
    } else {
      expressions.expect(term, type, scope);
    }
  }

  private void commandBlock(Matched matched, Block block, Scope inner, Level level) {
    switch (matched.signature().verb()) {
      case "phase" -> inner.declare("it", new Symbol.Binding(Type.MEMBER, Optional.empty()));
      case "parallel" ->
          matched
              .argument("for")
              .filter(Reference.class::isInstance)
              .ifPresent(variable ->
                  inner.declare(
                      ((Reference) variable).name(),
                      new Symbol.Binding(
                          matched
                              .argument("in")
                              .map(items -> expressions.itemType(items, inner))
                              .orElse(Type.ANY),
                          Optional.of(variable.span()))));
      default -> {}
    }
    boolean ofTest = level == Level.TEST && matched.signature().verb().equals("run");
    if (matched.signature().verb().equals("parallel") && matched.argument("for").isEmpty()) {
      branches(block, inner);
    } else {
      block(block, inner, ofTest || level != Level.TEST ? Level.BLOCK : level);
    }
  }

  /** Names that a command gives to what it found. */
  private void declareResults(Matched matched, Scope scope) {
    matched
        .argument("into")
        .filter(Reference.class::isInstance)
        .ifPresent(name ->
            scope.declare(
                ((Reference) name).name(),
                new Symbol.Binding(Functions.COMMAND_RESULT, Optional.of(name.span()))));
    if (matched.signature().verb().equals("guard")) {
      scope.declare("guard", new Symbol.Binding(GUARD, Optional.empty()));
    }
  }
}
