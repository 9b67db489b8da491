package dev.bounce.plan;

import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Statement.Command;

/**
 * What every step begins with.
 *
 * @param id its id
 * @param title the statement as written
 * @param place where it stands
 */
public record StepHead(StepId id, String title, Place place) {
  /** Returns the head of a command's step: its title leaves block and condition out. */
  static StepHead of(Command command, StepId id) {
    int end = command.verb().getLast().span().end();
    for (Expression term : command.terms()) {
      end = Math.max(end, term.span().end());
    }
    String written = command.span().source().text().substring(command.span().start(), end);
    return new StepHead(id, written.strip().replaceAll("\\s+", " "), Place.of(command.span()));
  }
}
