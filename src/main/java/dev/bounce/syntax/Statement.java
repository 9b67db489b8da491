package dev.bounce.syntax;

import dev.bounce.diag.Span;
import java.util.List;
import java.util.Optional;

/**
 * A statement of the language: a declaration, a control structure, or a command.
 *
 * <p>The parser knows no verbs: every {@code VERB TERM…} is a {@link Command}, which the checker
 * matches to the signature of its verb.
 */
public sealed interface Statement {
  /** Returns where the whole statement stands. */
  Span span();

  /** {@code runbook "name" version "1.0.0"}, with the documentation comment above it. */
  record Header(
      Expression name, Optional<Expression> version, Optional<String> documentation, Span span)
      implements Statement {}

  /** {@code requires bounce "1.0"}, {@code requires services web, workers}. */
  record Requirement(List<Expression> terms, Span span) implements Statement {
    /** Copies the list. */
    public Requirement {
      terms = List.copyOf(terms);
    }
  }

  /** {@code use frappe}, {@code use "./common.runbook" as common}: exactly one of name and path. */
  record Use(Optional<Name> name, Optional<Expression> path, Optional<Name> alias, Span span)
      implements Statement {}

  /** {@code param patience: duration = 45s}. */
  record ParameterDeclaration(
      Name name,
      TypeName type,
      Optional<Expression> defaultValue,
      Optional<String> documentation,
      Span span)
      implements Statement {}

  /** {@code service web { … }}. */
  record ServiceDeclaration(
      Name name, List<Property> properties, Optional<String> documentation, Span span)
      implements Statement {
    /** Copies the list. */
    public ServiceDeclaration {
      properties = List.copyOf(properties);
    }
  }

  /** {@code host app1 { … }}. */
  record HostDeclaration(
      Name name, List<Property> properties, Optional<String> documentation, Span span)
      implements Statement {
    /** Copies the list. */
    public HostDeclaration {
      properties = List.copyOf(properties);
    }
  }

  /** {@code group app = web, workers}; several members are one list expression. */
  record GroupDeclaration(Name name, Expression members, Span span) implements Statement {}

  /** {@code default via docker}. */
  record DefaultDeclaration(Property property, Span span) implements Statement {}

  /** {@code define roll(target: service) { … }} or {@code define double(x) = x * 2}. */
  record Definition(
      Name name,
      List<Parameter> parameters,
      Optional<TypeName> resultType,
      Body body,
      Optional<String> documentation,
      Span span)
      implements Statement {
    /** Copies the list. */
    public Definition {
      parameters = List.copyOf(parameters);
    }
  }

  /** What a definition stands for: statements, or a value. */
  sealed interface Body {
    /** A procedure. */
    record Procedure(Block block) implements Body {}

    /** A function. */
    record Function(Expression value) implements Body {}
  }

  /** {@code let name = value}. */
  record Binding(Name name, Optional<TypeName> type, Expression value, Span span)
      implements Statement {}

  /** {@code test "name" { … }}. */
  record TestCase(Expression name, Block body, Span span) implements Statement {}

  /** {@code if … { } else if … { } else { }}; the first branch whose condition holds. */
  record Choice(List<Branch> branches, Optional<Block> otherwise, Span span) implements Statement {
    /** Copies the list. */
    public Choice {
      branches = List.copyOf(branches);
    }
  }

  /** A condition and what it guards. */
  record Branch(Expression condition, Block body) {}

  /** {@code for name in items { … }}. */
  record Loop(Name variable, Expression items, Block body, Span span) implements Statement {}

  /** {@code try { } on failure { } finally { }}. */
  record Attempt(Block body, List<Handler> handlers, Optional<Block> cleanup, Span span)
      implements Statement {
    /** Copies the list. */
    public Attempt {
      handlers = List.copyOf(handlers);
    }
  }

  /** {@code on failure { }} behind a {@code try}. */
  record Handler(Name event, Block body) {}

  /** A line {@code on EXPR { … }}: a handler of the enclosing block, or a place to work on. */
  record OnBlock(Expression subject, Block body, Span span) implements Statement {}

  /** {@code finally { … }} of the enclosing block or file. */
  record Cleanup(Block body, Span span) implements Statement {}

  /** {@code VERB TERM… [BLOCK] [if|unless EXPR]}. */
  record Command(
      List<Name> verb,
      List<Expression> terms,
      Optional<Block> block,
      Optional<Condition> condition,
      Span span)
      implements Statement {
    /** Copies the lists. */
    public Command {
      verb = List.copyOf(verb);
      terms = List.copyOf(terms);
    }

    /** Returns the verb as written, a qualified one with its dots. */
    public String verbText() {
      return String.join(".", verb.stream().map(Name::text).toList());
    }
  }

  /** {@code if EXPR} or {@code unless EXPR} behind a command. */
  record Condition(boolean negated, Expression expression) {}
}
