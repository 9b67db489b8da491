package dev.bounce.check;

import dev.bounce.syntax.Block;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Statement.Command;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A command, its terms sorted into the parameters of its verb.
 *
 * @param command as written
 * @param signature what it was matched against
 * @param arguments the terms by parameter name, flags excepted
 * @param many the terms of the repeated parameter, in order
 * @param flags the flags that are given
 */
public record Matched(
    Command command,
    Signature signature,
    Map<String, Expression> arguments,
    List<Expression> many,
    Set<String> flags) {
  /** Copies the collections and keeps their order. */
  public Matched {
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    many = List.copyOf(many);
    flags = Set.copyOf(flags);
  }

  /** Returns the term of a parameter, where it is given. */
  public Optional<Expression> argument(String name) {
    return Optional.ofNullable(arguments.get(name));
  }

  /** Returns the term of a parameter that the checker has seen to be there. */
  public Expression required(String name) {
    return argument(name).orElseThrow(() -> new IllegalStateException("no " + name));
  }

  /** Returns the block, where one is given. */
  public Optional<Block> block() {
    return command.block();
  }
}
