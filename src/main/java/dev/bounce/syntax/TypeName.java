package dev.bounce.syntax;

import dev.bounce.diag.Span;
import java.util.List;

/**
 * A type as written: {@code duration}, {@code list(string)}, {@code enum(all, web)}.
 *
 * @param name the type's word
 * @param arguments what stands in its parentheses, types or the words of an enum
 * @param span the whole
 */
public record TypeName(Name name, List<TypeName> arguments, Span span) {
  /** Copies the list. */
  public TypeName {
    arguments = List.copyOf(arguments);
  }
}
