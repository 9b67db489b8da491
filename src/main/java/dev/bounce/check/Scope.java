package dev.bounce.check;

import dev.bounce.value.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The names that can be seen from a place: those of its block, and those of the blocks around it.
 */
final class Scope {
  private final @Nullable Scope outer;
  private final boolean sharesNames;
  private final Map<String, Symbol> symbols = new HashMap<>();

  private Scope(@Nullable Scope outer, boolean sharesNames) {
    this.outer = outer;
    this.sharesNames = sharesNames;
  }

  static Scope outermost() {
    return new Scope(null, false);
  }

  Scope inner() {
    return new Scope(this, false);
  }

  /** Returns an inner scope whose names may not be those of this one. */
  Scope beside() {
    return new Scope(this, true);
  }

  Optional<Symbol> find(String name) {
    for (Scope scope = this; scope != null; scope = scope.outer) {
      Symbol symbol = scope.symbols.get(name);
      if (symbol != null) {
        return Optional.of(symbol);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the symbol that this very scope, or the one that it shares its names with, had under
   * the name, which is then replaced here.
   */
  Optional<Symbol> declare(String name, Symbol symbol) {
    Symbol earlier = symbols.put(name, symbol);
    if (earlier == null && sharesNames && outer != null) {
      earlier = outer.symbols.get(name);
    }
    return Optional.ofNullable(earlier);
  }

  /** Returns the names that have a value in this very scope, with their types. */
  Map<String, Type> bindings() {
    Map<String, Type> bindings = new HashMap<>();
    symbols.forEach((name, symbol) -> {
      if (symbol instanceof Symbol.Binding(Type type, _)) {
        bindings.put(name, type);
      }
    });
    return bindings;
  }

  /** Returns every name that can be seen. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (Scope scope = this; scope != null; scope = scope.outer) {
      names.addAll(scope.symbols.keySet());
    }
    return names;
  }
}
