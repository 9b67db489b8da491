package dev.bounce.syntax;

import dev.bounce.diag.Span;
import java.util.Optional;

/**
 * A parameter of a definition: {@code [label] name [: type] [= default]}.
 *
 * @param label the clause word that callers write, where it differs from the name
 * @param name the name inside of the definition
 * @param type the declared type; none means that any value fits
 * @param defaultValue the value when a caller gives none
 * @param span the whole
 */
public record Parameter(
    Optional<Name> label,
    Name name,
    Optional<TypeName> type,
    Optional<Expression> defaultValue,
    Span span) {}
