package dev.bounce.inventory;

import dev.bounce.diag.Source;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Name;
import dev.bounce.syntax.Statement;
import dev.bounce.syntax.Statement.DefaultDeclaration;
import dev.bounce.syntax.Statement.GroupDeclaration;
import dev.bounce.syntax.Statement.HostDeclaration;
import dev.bounce.syntax.Statement.ServiceDeclaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an inventory declares, in the very records that the parser makes of a runbook: whoever
 * checks and plans need not know where a service was declared. Every expression is a literal, a
 * name, or a list or map of those; text is never interpolated. Spans point into the YAML.
 *
 * @param source the YAML
 * @param services in the order of the file, as is all that follows
 * @param groups of services or of hosts
 * @param hosts by name
 * @param parameters values for the parameters of the runbook
 * @param defaultVia the backend of services that name none
 */
public record Inventory(
    Source source,
    List<ServiceDeclaration> services,
    List<GroupDeclaration> groups,
    List<HostDeclaration> hosts,
    List<Parameter> parameters,
    Optional<DefaultDeclaration> defaultVia) {
  /** Copies the lists. */
  public Inventory {
    services = List.copyOf(services);
    groups = List.copyOf(groups);
    hosts = List.copyOf(hosts);
    parameters = List.copyOf(parameters);
  }

  /** A value for a parameter of the runbook. */
  public record Parameter(Name name, Expression value) {}

  /** Returns an inventory that declares nothing. */
  public static Inventory empty(Source source) {
    return new Inventory(source, List.of(), List.of(), List.of(), List.of(), Optional.empty());
  }

  /**
   * Reads an inventory. Pure, and safe for any text: YAML is read as data only, its size, nesting
   * and aliases are bounded.
   */
  public static Loaded load(Source source) {
    return new InventoryReader(source).read();
  }

  /** Returns the value for a parameter, where the inventory has one. */
  public Optional<Expression> parameter(String name) {
    return parameters.stream()
        .filter(parameter -> parameter.name().text().equals(name))
        .map(Parameter::value)
        .findFirst();
  }

  /** Returns its declarations as the statements that they are in a runbook. */
  public List<Statement> statements() {
    List<Statement> statements = new ArrayList<>(hosts);
    statements.addAll(services);
    statements.addAll(groups);
    defaultVia.ifPresent(statements::add);
    return List.copyOf(statements);
  }
}
