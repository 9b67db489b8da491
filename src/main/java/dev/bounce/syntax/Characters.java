package dev.bounce.syntax;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Span;
import java.util.Optional;

/** Says about characters that the language does not have what to write instead. */
final class Characters {
  private Characters() {}

  /** Returns the error for {@code text}, a character or an operator of other languages. */
  static Diagnostic explain(String text, Span span) {
    Diagnostic error =
        Diagnostic.error(Code.S005, span, "%s is not part of the language".formatted(quote(text)));
    return hint(text).map(error::hint).orElse(error);
  }

  /** Quotes visible text, and names a character that cannot be seen. */
  private static String quote(String text) {
    if (text.equals("`")) {
      return "a backtick";
    }
    char first = text.charAt(0);
    boolean visible =
        first > ' '
            && !Character.isISOControl(first)
            && !Character.isSurrogate(first)
            && Character.getType(first) != Character.FORMAT
            && !Character.isSpaceChar(first);
    return visible
        ? "`" + text + "`"
        : Character.isSurrogate(first)
            ? "this character"
            : "the character U+%04X".formatted((int) first);
  }

  private static Optional<String> hint(String text) {
    return Optional.ofNullable(
        switch (text) {
          case "&&", "&" -> "write `and`";
          case "||", "|" -> "write `or`";
          case "!" -> "write `not`";
          case "===" -> "write `==`";
          case ":=" -> "write `=`";
          case "+=", "-=" -> "a name keeps its value; `let` gives a new name one";
          case "=>", "->" -> "a function is written `define NAME(PARAMETER) = VALUE`";
          case "//", "/*", "*/" -> "a comment starts with `#` and ends with its line";
          case "%" -> "there is no modulo; in a percentage the `%` touches its number";
          case "$" -> "`${…}` stands only inside of a string; a name is written without `$`";
          case "\\" -> "`\\` continues a line only as its very last character";
          case "`" -> "a command is a list: `run [\"uname\", \"-r\"]`";
          case "?" ->
              "a choice is written `if a then b else c`, a default for what is missing `a ?? b`";
          case "\u201C", "\u201D", "\u201E", "\u201F", "\u00AB", "\u00BB" ->
              "a string stands in straight quotes: `\"`";
          case "\u2018", "\u2019", "\u201A", "\u201B" ->
              "a raw string stands in straight quotes: `'`";
          case "\u2013", "\u2014", "\u2212" -> "a minus is written `-`";
          case "\u00A0" -> "use a plain space";
          case "\r" -> "a line ends with a line feed, or carriage return and line feed";
          default -> null;
        });
  }
}
