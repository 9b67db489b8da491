package dev.bounce.check;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Suggest;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.syntax.Statement;
import dev.bounce.syntax.Statement.Attempt;
import dev.bounce.syntax.Statement.Binding;
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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What holds of the statements of a test, beside their signatures. */
final class TestRules {
  private final Diagnostics diagnostics;

  TestRules(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** A test itself says what is simulated, run and expected; what is done stands in its runs. */
  void checkPlace(Statement statement) {
    boolean isControl =
        switch (statement) {
          case Choice _, Loop _, Attempt _, OnBlock _, Cleanup _ -> true;
          case Command command -> VerbLookup.find(command, TestVerbs.BY_NAME).isEmpty();
          case Header _,
              Requirement _,
              Use _,
              ParameterDeclaration _,
              ServiceDeclaration _,
              HostDeclaration _,
              GroupDeclaration _,
              DefaultDeclaration _,
              Definition _,
              Binding _,
              TestCase _ ->
              false;
        };
    if (isControl) {
      diagnostics.add(
          Diagnostic.error(
                  Code.C014, statement.span(), "this stands in a `run { … }` of the test only")
              .because("a test holds services, values, `simulate`, `run` and `expect`")
              .hint("write `run { " + firstWord(statement) + " … }`"));
    }
  }

  private static String firstWord(Statement statement) {
    return statement.span().text().split("\\s", 2)[0];
  }

  /** Something is the matter with a member, in one of five ways. */
  void checkSimulation(Matched matched) {
    if (!matched.signature().verb().equals("simulate")) {
      return;
    }
    boolean flaps = matched.flags().contains("flaps");
    if (!flaps
        && !matched.flags().contains("unmonitored")
        && Stream.of("fails", "ignores", "busy").allMatch(it -> matched.argument(it).isEmpty())) {
      diagnostics.add(
          Diagnostic.error(
                  Code.C002, matched.command().span(), "`simulate` does not say what goes wrong")
              .hint(
                  "add `fails start`, `ignores TERM`, `flaps after 3s`, `unmonitored` or `busy 3`"));
    } else if (flaps && matched.argument("after").isEmpty()) {
      diagnostics.add(
          Diagnostic.error(
                  Code.C002, matched.command().span(), "`flaps` does not say after how long")
              .hint("write `flaps after 3s`"));
    }
  }

  /** {@code expect succeded} is no question about a name. */
  Optional<Diagnostic> misspelt(Command command, Signature signature, Scope scope) {
    if (!signature.verb().equals("expect")
        || command.terms().isEmpty()
        || !(command.terms().getFirst() instanceof Reference word)
        || scope.find(word.name()).isPresent()) {
      return Optional.empty();
    }
    return Suggest.nearest(word.name(), List.of("failed", "refused", "succeeded"))
        .map(near ->
            Diagnostic.error(Code.C006, word.span(), "unknown expectation `" + word.name() + "`")
                .suggest(Optional.of(near)));
  }
}
