package dev.bounce.check;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Suggest;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.ListLiteral;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.syntax.Statement.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Checks {@code requires}: the version of bounce, services and hosts that have to be there. */
final class RequirementChecker {
  private final String version;
  private final Diagnostics diagnostics;

  RequirementChecker(String version, Diagnostics diagnostics) {
    this.version = version;
    this.diagnostics = diagnostics;
  }

  void check(Requirement requirement, Scope declared) {
    List<Expression> terms = requirement.terms();
    String what = terms.getFirst() instanceof Reference word ? word.name() : "";
    switch (what) {
      case "bounce" -> version(requirement);
      case "services" -> names(requirement, "service", Symbol.Service.class::isInstance, declared);
      case "hosts" -> names(requirement, "host or group", RequirementChecker::isHosts, declared);
      default ->
          diagnostics.add(
              Diagnostic.error(
                      Code.C028, requirement.span(), "`requires` does not know what this is")
                  .hint(
                      "write `requires bounce \"1.0\"`, `requires services web, workers` or"
                          + " `requires hosts app-hosts`"));
    }
  }

  private static boolean isHosts(Symbol symbol) {
    return symbol instanceof Symbol.Host || symbol instanceof Symbol.Group;
  }

  private void version(Requirement requirement) {
    Optional<String> wanted =
        requirement.terms().size() == 2 ? requirement.terms().get(1).plainText() : Optional.empty();
    if (wanted.isEmpty() || !wanted.get().matches("[0-9]{1,6}(\\.[0-9]{1,6}){0,2}")) {
      diagnostics.add(
          Diagnostic.error(
              Code.C013, requirement.span(), "a version is written \"1.0\" or \"1.0.2\""));
      return;
    }
    List<Integer> needed = numbers(wanted.get());
    List<Integer> have = numbers(version);
    if (!needed.getFirst().equals(have.getFirst()) || compare(have, needed) < 0) {
      diagnostics.add(
          Diagnostic.error(
                  Code.C013,
                  requirement.span(),
                  "this runbook needs bounce " + wanted.get() + ", this is " + version)
              .because("a version is met by the same major version, as new or newer")
              .hint("install that version, or change the line after reading its notes"));
    }
  }

  private static List<Integer> numbers(String version) {
    List<Integer> numbers = new ArrayList<>();
    for (String part : version.split("\\.", -1)) {
      numbers.add(Integer.parseInt(part));
    }
    return numbers;
  }

  private static int compare(List<Integer> left, List<Integer> right) {
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      int difference =
          Integer.compare(i < left.size() ? left.get(i) : 0, i < right.size() ? right.get(i) : 0);
      if (difference != 0) {
        return difference;
      }
    }
    return 0;
  }

  private void names(Requirement requirement, String kind, Predicate<Symbol> fits, Scope declared) {
    if (requirement.terms().size() == 1) {
      diagnostics.add(
          Diagnostic.error(
              Code.C028,
              requirement.span(),
              "`requires` does not say which " + kind + " it needs"));
    }
    for (Expression term : requirement.terms().subList(1, requirement.terms().size())) {
      List<Expression> names =
          term instanceof ListLiteral(List<Expression> elements, _) ? elements : List.of(term);
      for (Expression name : names) {
        name(name, kind, fits, declared);
      }
    }
  }

  private void name(Expression name, String kind, Predicate<Symbol> fits, Scope declared) {
    if (!(name instanceof Reference reference)
        || declared.find(reference.name()).filter(fits).isEmpty()) {
      diagnostics.add(
          Diagnostic.error(Code.C028, name.span(), "no %s `%s`".formatted(kind, name.span().text()))
              .because("neither the runbook nor the inventory declares it")
              .hint("give the inventory with `-i FILE`, or put inventory.yml beside the runbook")
              .suggest(
                  name instanceof Reference reference
                      ? Suggest.nearest(reference.name(), declared.names())
                      : Optional.empty()));
    }
  }
}
