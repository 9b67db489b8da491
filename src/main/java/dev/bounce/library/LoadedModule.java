package dev.bounce.library;

import dev.bounce.syntax.Module;
import dev.bounce.syntax.Statement;
import dev.bounce.syntax.Statement.Definition;
import dev.bounce.syntax.Statement.Use;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A module with everything that it uses. Immutable; equal to nothing but itself, since the same
 * file loaded for two programs is two modules.
 */
public final class LoadedModule {
  private final String name;
  private final Module tree;
  private final Map<String, LoadedModule> imports;
  private final String sha256;
  private final boolean standard;
  private final List<Definition> definitions;
  private final Map<String, Definition> definitionsByName = new LinkedHashMap<>();
  private final Map<String, Use> uses = new LinkedHashMap<>();

  /**
   * @param name how it calls itself: the name in its header, else that of its file
   * @param tree its syntax
   * @param imports the modules that it uses, by alias
   * @param sha256 the digest of its text, in hexadecimal
   * @param standard whether it is shipped with bounce
   */
  public LoadedModule(
      String name,
      Module tree,
      Map<String, LoadedModule> imports,
      String sha256,
      boolean standard) {
    this.name = name;
    this.tree = tree;
    this.imports = Collections.unmodifiableMap(new LinkedHashMap<>(imports));
    this.sha256 = sha256;
    this.standard = standard;
    this.definitions = all(tree, Definition.class);
    definitions.forEach(
        definition -> definitionsByName.putIfAbsent(definition.name().text(), definition));
    all(tree, Use.class)
        .forEach(use -> use.alias().or(use::name).ifPresent(alias -> uses.put(alias.text(), use)));
  }

  /** Returns how it calls itself: the name in its header, else that of its file. */
  public String name() {
    return name;
  }

  /** Returns its syntax. */
  public Module tree() {
    return tree;
  }

  /** Returns the modules that it uses, by alias, in the order of the text. */
  public Map<String, LoadedModule> imports() {
    return imports;
  }

  /** Returns the digest of its text, in hexadecimal. */
  public String sha256() {
    return sha256;
  }

  /** Tells whether it is shipped with bounce. */
  public boolean isStandard() {
    return standard;
  }

  /**
   * Returns the procedure or function of that name that this module defines, the first of several.
   */
  public Optional<Definition> definition(String definitionName) {
    return Optional.ofNullable(definitionsByName.get(definitionName));
  }

  /** Returns what it defines, in the order of the text. */
  public List<Definition> definitions() {
    return definitions;
  }

  /**
   * Tells whether a line {@code use} names this alias, though the module may not have been found.
   */
  public boolean uses(String alias) {
    return uses.containsKey(alias);
  }

  /** Returns the statements of one kind, in the order of the text. */
  public <T extends Statement> List<T> all(Class<T> kind) {
    return all(tree, kind);
  }

  private static <T extends Statement> List<T> all(Module tree, Class<T> kind) {
    return tree.statements().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Override
  public String toString() {
    return name;
  }
}
