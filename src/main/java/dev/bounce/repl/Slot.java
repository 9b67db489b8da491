package dev.bounce.repl;

import dev.bounce.syntax.Name;
import dev.bounce.syntax.Statement;
import java.util.Optional;

/**
 * What a declaration takes up in a session: a later declaration of the same slot replaces it.
 *
 * @param kind names of services, groups, hosts and values are of one kind
 */
record Slot(Kind kind, String name) {
  enum Kind {
    NAME,
    DEFINITION,
    MODULE,
    DEFAULT,
    REQUIREMENT
  }

  /** Returns the slot of a statement; absent where it declares nothing that lasts. */
  static Optional<Slot> of(Statement statement) {
    return switch (statement) {
      case Statement.ServiceDeclaration service -> named(service.name());
      case Statement.GroupDeclaration group -> named(group.name());
      case Statement.HostDeclaration host -> named(host.name());
      case Statement.ParameterDeclaration parameter -> named(parameter.name());
      case Statement.Binding binding -> named(binding.name());
      case Statement.Definition definition ->
          Optional.of(new Slot(Kind.DEFINITION, definition.name().text()));
      case Statement.Use use -> Optional.of(new Slot(Kind.MODULE, module(use)));
      case Statement.DefaultDeclaration _ -> Optional.of(new Slot(Kind.DEFAULT, ""));
      case Statement.Requirement requirement ->
          Optional.of(new Slot(Kind.REQUIREMENT, requirement.span().text()));
      case Statement.Header _,
          Statement.TestCase _,
          Statement.Choice _,
          Statement.Loop _,
          Statement.Attempt _,
          Statement.OnBlock _,
          Statement.Cleanup _,
          Statement.Command _ ->
          Optional.empty();
    };
  }

  private static Optional<Slot> named(Name name) {
    return Optional.of(ofName(name.text()));
  }

  /** Returns the slot of a service or value. */
  static Slot ofName(String name) {
    return new Slot(Kind.NAME, name);
  }

  private static String module(Statement.Use use) {
    return use.alias()
        .or(use::name)
        .map(Name::text)
        .or(() -> use.path().map(path -> path.span().text()))
        .orElse("");
  }
}
