package dev.bounce.inventory;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.syntax.BinaryOperator;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.Binary;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.syntax.Name;
import dev.bounce.syntax.Property;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Makes the properties of a service or a host, as if they stood in a runbook. */
final class Properties {
  /** Properties that are followed by words with values: {@code health http URL expect 200}. */
  private static final Set<String> WITH_CLAUSES =
      Set.of("health", "start", "stop", "restart", "reload");

  /** Properties and clauses whose values are names of services, hosts or containers. */
  private static final Set<String> WITH_NAMES = Set.of("after", "host", "hosts", "on");

  /** Properties that are followed by a block of statements. */
  private static final Set<String> WITH_BLOCK = Set.of("before", "drain", "undrain");

  /** What asks a service; it comes first, wherever it stands in the map. */
  private static final Set<String> PROBES = Set.of("http", "tcp", "command", "backend");

  private final Nodes nodes;
  private final Places places;
  private final Literals literals;
  private final Diagnostics diagnostics;

  Properties(Nodes nodes, Places places, Diagnostics diagnostics) {
    this.nodes = nodes;
    this.places = places;
    this.literals = new Literals(nodes, places, diagnostics);
    this.diagnostics = diagnostics;
  }

  /** Returns the properties under a key. */
  List<Property> of(List<Nodes.Pair> pairs) {
    List<Property> properties = new ArrayList<>();
    for (Nodes.Pair pair : pairs) {
      nodes.name(pair.key()).ifPresent(name -> properties.addAll(of(name, pair.value())));
    }
    return properties;
  }

  private List<Property> of(Name name, Node value) {
    String word = name.text();
    if (WITH_BLOCK.contains(word)) {
      diagnostics.add(
          Diagnostic.error(Code.I002, name.span(), "`" + word + "` has no place in an inventory")
              .because("it takes statements, and an inventory holds data only")
              .hint("declare the service in the runbook"));
      return List.of();
    }
    if (word.equals("via") || WITH_CLAUSES.contains(word)) {
      return repeatable(name, value);
    }
    return value(word, value).map(term -> property(name, List.of(term), value)).stream().toList();
  }

  /** A property that may come several times is a list then. */
  private List<Property> repeatable(Name name, Node value) {
    List<Node> values =
        value instanceof SequenceNode sequence ? nodes.elements(sequence) : List.of(value);
    return values.stream()
        .flatMap(
            each -> (name.text().equals("via") ? via(name, each) : clauses(name, each)).stream())
        .toList();
  }

  /** {@code via: supervisor}, or {@code via: { systemd: { unit: web.service } }}. */
  private List<Property> via(Name name, Node value) {
    if (!(value instanceof MappingNode mapping)) {
      return literals.reference(value).map(term -> property(name, List.of(term), value)).stream()
          .toList();
    }
    List<Property> properties = new ArrayList<>();
    for (Nodes.Pair pair : nodes.entries(mapping)) {
      Optional<Expression> backend = literals.reference(pair.key());
      if (backend.isPresent()) {
        List<Expression> terms = new ArrayList<>(List.of(backend.get()));
        terms.addAll(terms(nodes.section(pair.value(), "what a backend is given", "{ unit: … }")));
        properties.add(property(name, terms, pair.value()));
      }
    }
    return properties;
  }

  /** {@code health: backend}, or {@code health: { http: URL, expect: 200 }}. */
  private List<Property> clauses(Name name, Node value) {
    if (value instanceof MappingNode mapping) {
      List<Nodes.Pair> pairs = new ArrayList<>(nodes.entries(mapping));
      pairs.sort(Comparator.comparing(pair -> !PROBES.contains(pair.key().getValue())));
      return List.of(property(name, terms(pairs), value));
    }
    if (value instanceof ScalarNode scalar && scalar.getValue().contains("://")) {
      diagnostics.add(
          Diagnostic.error(Code.I003, places.of(scalar), "a URL, and not what to do with it")
              .hint("write `" + name + ": { http: \"…\" }`"));
      return List.of();
    }
    return literals.reference(value).map(term -> property(name, List.of(term), value)).stream()
        .toList();
  }

  private List<Expression> terms(List<Nodes.Pair> pairs) {
    List<Expression> terms = new ArrayList<>();
    for (Nodes.Pair pair : pairs) {
      if (pair.key().getValue().equals("body-matches")) {
        bodyMatches(pair).ifPresent(terms::add);
        continue;
      }
      Optional<Expression> word = literals.reference(pair.key());
      word.ifPresent(terms::add);
      boolean bare = pair.value() instanceof ScalarNode scalar && Nodes.isNull(scalar);
      if (word.isPresent() && !bare) {
        value(pair.key().getValue(), pair.value()).ifPresent(terms::add);
      }
    }
    return terms;
  }

  /** In a runbook this reads {@code body matches "ok"}, which is a comparison. */
  private Optional<Expression> bodyMatches(Nodes.Pair pair) {
    return literals
        .literal(pair.value())
        .map(pattern ->
            new Binary(
                BinaryOperator.MATCHES,
                new Reference("body", places.of(pair.key())),
                pattern,
                places.of(pair.key()).to(pattern.span())));
  }

  private Optional<Expression> value(String word, Node value) {
    return WITH_NAMES.contains(word) ? literals.references(value) : literals.literal(value);
  }

  private Property property(Name name, List<Expression> terms, Node value) {
    return new Property(name, terms, Optional.empty(), name.span().to(places.of(value)));
  }
}
