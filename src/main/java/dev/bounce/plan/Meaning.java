package dev.bounce.plan;

import dev.bounce.library.LoadedModule;
import dev.bounce.syntax.Block;
import dev.bounce.syntax.Statement.ServiceDeclaration;
import java.util.List;

/** What a name stands for while planning. */
sealed interface Meaning {
  /** A value, known or to be computed. */
  record Known(Formula formula) implements Meaning {}

  /** A service that is declared, and where its properties' names are looked up. */
  record Service(ServiceDeclaration declaration, PlanScope scope) implements Meaning {}

  /** Several services. */
  record Group(List<Formula> targets) implements Meaning {}

  /** A module under its alias. */
  record Imported(LoadedModule module) implements Meaning {}

  /** Statements that a caller has given, and where their names are looked up. */
  record BlockArgument(Block block, PlanScope scope) implements Meaning {}
}
