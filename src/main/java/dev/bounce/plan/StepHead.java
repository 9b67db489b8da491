package dev.bounce.plan;

import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Statement.Command;
import dev.bounce.value.Texts;
import java.util.regex.Pattern;

/**
 * What every step begins with.
 *
 * @param id its id
 * @param title the statement as written
 * @param place where it stands
 */
public record StepHead(StepId id, String title, Place place) {
  private static final Pattern SECRET =
      Pattern.compile(
          "\\bsecret\\(\\s*(?:\"\"\".*?\"\"\"|\"(?:[^\"\\\\]|\\\\.)*+\"|'[^']*+')\\s*\\)",
          Pattern.DOTALL);

  private static final Pattern CONTINUATION = Pattern.compile("\\\\[ \t]*\\R");
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  /** Returns the head of a command's step: its title leaves block and condition out. */
  static StepHead of(Command command, StepId id) {
    int end = command.verb().getLast().span().end();
    for (Expression term : command.terms()) {
      end = Math.max(end, term.span().end());
    }
    String written = command.span().source().text().substring(command.span().start(), end);
    return new StepHead(id, title(written), Place.of(command.span()));
  }

  /**
   * Returns a part of a runbook as a title shows it: on one line, without the signs that a line
   * goes on, and without secrets.
   */
  static String title(String written) {
    String masked = SECRET.matcher(written).replaceAll("secret(" + Texts.MASK + ")");
    String joined = CONTINUATION.matcher(masked.strip()).replaceAll(" ");
    return BLANKS.matcher(joined).replaceAll(" ");
  }
}
