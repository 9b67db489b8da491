package dev.bounce.check;

import dev.bounce.diag.Span;
import dev.bounce.library.LoadedModule;
import dev.bounce.syntax.Statement.ServiceDeclaration;
import dev.bounce.value.Type;
import java.util.Optional;

/** What a name stands for. */
sealed interface Symbol {
  /** Returns where it is declared; absent for what is built in. */
  Optional<Span> declaredAt();

  /** A parameter, a {@code let}, a loop's variable, what a command is bound to. */
  record Binding(Type type, Optional<Span> declaredAt) implements Symbol {}

  /** A service. */
  record Service(ServiceDeclaration declaration) implements Symbol {
    @Override
    public Optional<Span> declaredAt() {
      return Optional.of(declaration.name().span());
    }
  }

  /** A group of services or hosts. */
  record Group(Optional<Span> declaredAt) implements Symbol {}

  /** A host. */
  record Host(Optional<Span> declaredAt) implements Symbol {}

  /** A module under its alias. */
  record Imported(LoadedModule module, Optional<Span> declaredAt) implements Symbol {}
}
