package dev.bounce.check;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.Part;
import dev.bounce.syntax.Expression.StringLiteral;

/**
 * Looks for values inside the single quotes of a shell command. A value reaches the shell as a
 * variable, and inside single quotes a variable is only text.
 */
final class ShellChecker {
  private final Diagnostics diagnostics;

  ShellChecker(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  void check(Expression script) {
    if (!(script instanceof StringLiteral string)) {
      return;
    }
    Quotes quotes = new Quotes();
    for (Part part : string.parts()) {
      switch (part) {
        case Part.Text(String text) -> quotes.read(text);
        case Part.Interpolation(Expression value) -> {
          if (quotes.inSingle) {
            diagnostics.add(
                Diagnostic.error(
                        Code.C024,
                        value.span(),
                        "this value stands inside single quotes of the shell")
                    .because(
                        "values reach the shell as variables, which single quotes do not expand")
                    .hint("leave the quotes out: a value needs none"));
          }
        }
      }
    }
  }

  /** The quoting state of POSIX sh, as far as quotes and backslashes go. */
  private static final class Quotes {
    private boolean inSingle;
    private boolean inDouble;

    void read(String text) {
      for (int i = 0; i < text.length(); i++) {
        char character = text.charAt(i);
        if (inSingle) {
          inSingle = character != '\'';
        } else if (character == '\\') {
          i++;
        } else if (character == '"') {
          inDouble = !inDouble;
        } else if (character == '\'' && !inDouble) {
          inSingle = true;
        }
      }
    }
  }
}
