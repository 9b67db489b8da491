package dev.bounce.check;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Suggest;
import dev.bounce.syntax.Expression.Attribute;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.syntax.Property;
import dev.bounce.syntax.Statement.ServiceDeclaration;
import dev.bounce.value.Type;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the types of attributes, {@code web.name}, and attributes that there are not. */
final class AttributeChecker {
  /** What text has: the folder of the file that it names. */
  private static final Map<String, Type> OF_TEXT = Map.of("directory", Type.PATH);

  private static final Map<String, Type> OF_SERVICE =
      Map.of("name", Type.STRING, "host", Type.HOST, "backend", Type.BACKEND);
  private static final Map<String, Type> OF_HOST =
      Map.of("name", Type.STRING, "address", Type.STRING);

  private final ModuleContext context;

  AttributeChecker(ModuleContext context) {
    this.context = context;
  }

  /** Returns the type of an attribute of a value; what there is not is reported. */
  Type typeOf(Attribute attribute, Type object, Scope scope) {
    return switch (object) {
      case Type.RecordOf(_, Map<String, Type> attributes) -> of(attribute, object, attributes);
      case Type.MapOf(Type element) -> element;
      case Type.ListOf _, Type.EnumOf _, Type.OneOf _ -> of(attribute, object, Map.of());
      case Type.Simple simple -> simple(attribute, simple, scope);
    };
  }

  private Type simple(Attribute attribute, Type.Simple object, Scope scope) {
    return switch (object) {
      case ANY, TARGET, PLACE -> attribute.name().text().equals("name") ? Type.STRING : Type.ANY;
      case STRING, PATH, WORD, NAME -> of(attribute, object, OF_TEXT);
      case SECRET -> of(attribute, object, Map.of("directory", Type.SECRET));
      case HOST -> of(attribute, object, OF_HOST);
      case MEMBER -> member(attribute);
      case SERVICE -> service(attribute, scope);
      case INTEGER, BOOLEAN, DURATION, PERCENT, COUNT, RAMP, BACKEND, FLAG, BLOCK ->
          of(attribute, object, Map.of());
    };
  }

  private Type member(Attribute attribute) {
    Map<String, Type> known = new LinkedHashMap<>(OF_SERVICE);
    known.put("index", Type.INTEGER);
    known.put("service", Type.SERVICE);
    known.putAll(properties(context.backends().names()));
    return of(attribute, Type.MEMBER, known);
  }

  private Type service(Attribute attribute, Scope scope) {
    Map<String, Type> known = new LinkedHashMap<>(OF_SERVICE);
    Set<String> backends = backends(attribute, scope);
    boolean allKnown =
        !backends.isEmpty() && backends.stream().allMatch(context.backends()::isKnown);
    known.putAll(properties(allKnown ? backends : context.backends().names()));
    String name = attribute.name().text();
    boolean mayHave = !allKnown && Suggest.nearest(name, known.keySet()).isEmpty();
    return mayHave && !known.containsKey(name) ? Type.ANY : of(attribute, Type.SERVICE, known);
  }

  /** The backends of a declared service; none where it is a parameter, which may be any service. */
  private Set<String> backends(Attribute attribute, Scope scope) {
    if (!(attribute.object() instanceof Reference reference)
        || !(scope.find(reference.name()).orElse(null)
            instanceof Symbol.Service(ServiceDeclaration declaration))) {
      return Set.of();
    }
    Set<String> names = new LinkedHashSet<>();
    for (Property property : declaration.properties()) {
      if (property.name().text().equals("via")
          && !property.terms().isEmpty()
          && property.terms().getFirst() instanceof Reference backend) {
        names.add(backend.name());
      }
    }
    return names.isEmpty() ? context.namedBackends() : names;
  }

  private Map<String, Type> properties(Collection<String> backends) {
    Map<String, Type> types = new LinkedHashMap<>();
    for (String name : context.backends().properties(backends)) {
      context
          .backends()
          .property(backends, name)
          .ifPresent(spec -> types.put(name, ofValue(spec.type())));
    }
    return types;
  }

  /** What a property holds, where what is written there may be of more than one type. */
  private static Type ofValue(Type written) {
    if (written instanceof Type.OneOf) {
      return Type.ANY;
    }
    return written.equals(Type.WORD) ? Type.STRING : written;
  }

  private Type of(Attribute attribute, Type object, Map<String, Type> known) {
    String name = attribute.name().text();
    Type type = known.get(name);
    if (type != null) {
      return type;
    }
    Diagnostic error =
        Diagnostic.error(
            Code.C030,
            attribute.name().span(),
            "%s has no attribute `%s`".formatted(object.text(), name));
    List<String> names = known.keySet().stream().sorted().toList();
    Optional<String> near = Suggest.nearest(name, names);
    context
        .diagnostics()
        .add(
            near.isPresent() || names.isEmpty()
                ? error.suggest(near)
                : error.hint("it has " + String.join(", ", names)));
    return Type.ANY;
  }
}
