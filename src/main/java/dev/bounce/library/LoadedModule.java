package dev.bounce.library;

import dev.bounce.syntax.Module;
import dev.bounce.syntax.Statement;
import dev.bounce.syntax.Statement.Definition;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A module with everything that it uses.
 *
 * @param name how it calls itself: the name in its header, else that of its file
 * @param tree its syntax
 * @param imports the modules that it uses, by alias
 * @param sha256 the digest of its text, in hexadecimal
 */
public record LoadedModule(
    String name, Module tree, Map<String, LoadedModule> imports, String sha256) {
  /** Copies the map and keeps its order. */
  public LoadedModule {
    imports = Collections.unmodifiableMap(new LinkedHashMap<>(imports));
  }

  /** Returns the procedure or function of that name that this module defines. */
  public Optional<Definition> definition(String definitionName) {
    return definitions().stream()
        .filter(definition -> definition.name().text().equals(definitionName))
        .findFirst();
  }

  /** Returns what it defines, in the order of the text. */
  public List<Definition> definitions() {
    return tree.statements().stream()
        .filter(Definition.class::isInstance)
        .map(Definition.class::cast)
        .toList();
  }

  /** Returns the statements of one kind, in the order of the text. */
  public <T extends Statement> List<T> all(Class<T> kind) {
    return tree.statements().stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
