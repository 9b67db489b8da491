package dev.bounce.check;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Span;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.Part;
import dev.bounce.syntax.Expression.StringLiteral;
import java.util.List;

/** Looks for values in places of a shell command where the shell would not read them as values. */
final class ShellChecker {
  private final Diagnostics diagnostics;

  ShellChecker(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** Checks the lines of one script. */
  void check(List<Expression> lines) {
    ShellText shell = new ShellText();
    for (Expression line : lines) {
      if (line instanceof StringLiteral(List<Part> parts, _)) {
        parts.forEach(part -> part(part, shell));
      } else if (shell.isAtCommand()) {
        shell.value();
      } else {
        refuse(line.span(), "this value stands inside of what the lines before it began", "");
      }
      shell.read("\n");
    }
  }

  private void part(Part part, ShellText shell) {
    switch (part) {
      case Part.Text(String text) -> shell.read(text);
      case Part.Interpolation(Expression value) -> {
        String why = shell.refusal().orElse("");
        if (shell.value() == ShellText.Place.REFUSED) {
          refuse(value.span(), "a value cannot stand here in a shell command", why);
        }
      }
    }
  }

  private void refuse(Span span, String message, String why) {
    Diagnostic error =
        Diagnostic.error(Code.C024, span, message)
            .hint("use `run [\"…\"]` without a shell, or give the value by `env [NAME: …]`");
    diagnostics.add(why.isEmpty() ? error : error.because(why));
  }
}
