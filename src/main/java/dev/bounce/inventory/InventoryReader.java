package dev.bounce.inventory;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Source;
import dev.bounce.diag.Span;
import dev.bounce.diag.Suggest;
import dev.bounce.syntax.Expression.ListLiteral;
import dev.bounce.syntax.Name;
import dev.bounce.syntax.Property;
import dev.bounce.syntax.Statement.DefaultDeclaration;
import dev.bounce.syntax.Statement.GroupDeclaration;
import dev.bounce.syntax.Statement.HostDeclaration;
import dev.bounce.syntax.Statement.ServiceDeclaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the schema of an inventory off the nodes of its YAML. */
final class InventoryReader {
  /** How many bytes, and characters, an inventory may have. */
  static final int SIZE_LIMIT = 1 << 20;

  /** How deep its values may be nested. */
  static final int DEPTH_LIMIT = 32;

  private static final List<String> SECTIONS =
      List.of("services", "groups", "hosts", "parameters", "defaults");
  private static final String SERVICE_EXAMPLE = "write `web: { via: supervisor }`";
  private static final String HOST_EXAMPLE = "write `app1: { ssh: deploy@10.0.0.11 }`";

  private final Source source;
  private final Diagnostics diagnostics = new Diagnostics();
  private final Places places;
  private final Nodes nodes;
  private final Properties properties;
  private final Literals literals;

  private final List<ServiceDeclaration> services = new ArrayList<>();
  private final List<GroupDeclaration> groups = new ArrayList<>();
  private final List<HostDeclaration> hosts = new ArrayList<>();
  private final List<Inventory.Parameter> parameters = new ArrayList<>();
  private Optional<DefaultDeclaration> defaultVia = Optional.empty();

  InventoryReader(Source source) {
    this.source = source;
    boolean small = source.text().length() <= SIZE_LIMIT;
    this.places = new Places(small ? source : new Source(source.name(), ""));
    this.nodes = new Nodes(places, diagnostics);
    this.properties = new Properties(nodes, places, diagnostics);
    this.literals = new Literals(nodes, places, diagnostics);
  }

  Loaded read() {
    if (source.text().length() > SIZE_LIMIT) {
      diagnostics.add(
          Diagnostic.error(Code.I004, Code.I004.title() + ": " + source.name())
              .because("it has more than " + SIZE_LIMIT + " characters")
              .hint("split it, one inventory per stage"));
    } else {
      YamlText.compose(source, places, diagnostics)
          .filter(nodes::isPlainTree)
          .ifPresent(this::sections);
    }
    return new Loaded(
        new Inventory(source, services, groups, hosts, parameters, defaultVia),
        diagnostics.inOrder());
  }

  private void sections(Node root) {
    for (Nodes.Pair pair : nodes.section(root, "an inventory", "begin with `services:`")) {
      String section = pair.key().getValue();
      switch (section) {
        case "services" -> services(pair.value());
        case "groups" -> groups(pair.value());
        case "hosts" -> hosts(pair.value());
        case "parameters" -> parameters(pair.value());
        case "defaults" -> defaults(pair.value());
        default -> unknown(pair, "section", SECTIONS);
      }
    }
  }

  private void services(Node section) {
    for (Nodes.Pair pair : nodes.section(section, "`services`", SERVICE_EXAMPLE)) {
      nodes
          .name(pair.key())
          .ifPresent(name ->
              services.add(
                  new ServiceDeclaration(
                      name,
                      properties.of(nodes.section(pair.value(), "a service", SERVICE_EXAMPLE)),
                      Optional.empty(),
                      span(name, pair.value()))));
    }
  }

  private void hosts(Node section) {
    for (Nodes.Pair pair : nodes.section(section, "`hosts`", HOST_EXAMPLE)) {
      nodes
          .name(pair.key())
          .ifPresent(name ->
              hosts.add(
                  new HostDeclaration(
                      name,
                      properties.of(nodes.section(pair.value(), "a host", HOST_EXAMPLE)),
                      Optional.empty(),
                      span(name, pair.value()))));
    }
  }

  private void groups(Node section) {
    for (Nodes.Pair pair : nodes.section(section, "`groups`", "write `app: [web, workers]`")) {
      Optional<Name> group = nodes.name(pair.key());
      literals
          .references(pair.value())
          .ifPresent(members ->
              group.ifPresent(name -> {
                // One member in a list is the same as one without.
                boolean single = members instanceof ListLiteral list && list.elements().size() == 1;
                groups.add(
                    new GroupDeclaration(
                        name,
                        single ? ((ListLiteral) members).elements().getFirst() : members,
                        span(name, pair.value())));
              }));
    }
  }

  private void parameters(Node section) {
    for (Nodes.Pair pair : nodes.section(section, "`parameters`", "write `stage: staging`")) {
      nodes
          .name(pair.key())
          .ifPresent(name ->
              literals
                  .literal(pair.value())
                  .ifPresent(value -> parameters.add(new Inventory.Parameter(name, value))));
    }
  }

  private void defaults(Node section) {
    for (Nodes.Pair pair : nodes.section(section, "`defaults`", "write `via: supervisor`")) {
      if (!pair.key().getValue().equals("via")) {
        unknown(pair, "default", List.of("via"));
        continue;
      }
      literals
          .reference(pair.value())
          .ifPresent(backend -> {
            Name via = places.name(pair.key());
            Span span = span(via, pair.value());
            Property property = new Property(via, List.of(backend), Optional.empty(), span);
            defaultVia = Optional.of(new DefaultDeclaration(property, span));
          });
    }
  }

  private void unknown(Nodes.Pair pair, String what, List<String> known) {
    String word = pair.key().getValue();
    Diagnostic diagnostic =
        Diagnostic.error(Code.I002, places.of(pair.key()), "unknown " + what + " `" + word + "`")
            .because("known are " + String.join(", ", known));
    diagnostics.add(diagnostic.suggest(Suggest.nearest(word, known)));
  }

  private Span span(Name name, Node value) {
    return name.span().to(places.of(value));
  }
}
