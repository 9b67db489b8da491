package dev.bounce.notation;

import dev.bounce.notation.UvlLine.Kind;
import dev.bounce.notation.UvlLine.Token;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a feature model into lines of tokens. Comments are left out; inside of brackets a line goes
 * on.
 */
final class UvlLines {
  private static final List<String> SYMBOLS =
      List.of(
          "<=>", "=>", "==", "!=", "<=", ">=", "..", "{", "}", "[", "]", "(", ")", ",", "!", "&",
          "|", "<", ">", "+", "-", "*", "/", ".");
  private static final int TAB = 8;

  private final String text;
  private final List<UvlLine> lines = new ArrayList<>();
  private final List<Token> tokens = new ArrayList<>();
  private int position;
  private int number = 1;
  private int open;
  private int column;
  private int indentation;
  private int begun;

  private UvlLines(String text) {
    this.text = text;
  }

  /**
   * Returns the lines that hold something.
   *
   * @throws NotationException for a character that the notation does not have, and for a text or
   *     comment without its end
   */
  static List<UvlLine> read(String text) throws NotationException {
    UvlLines lines = new UvlLines(text);
    while (lines.position < text.length()) {
      lines.step();
    }
    lines.end();
    return lines.lines;
  }

  private void step() throws NotationException {
    char character = text.charAt(position);
    if (character == '\n') {
      if (open == 0) {
        end();
      }
      position++;
      number++;
      column = 0;
    } else if (Character.isWhitespace(character) || character == '\uFEFF') {
      column = character == '\t' ? (column / TAB + 1) * TAB : column + 1;
      position++;
    } else if (text.startsWith("//", position)) {
      int end = text.indexOf('\n', position);
      position = end < 0 ? text.length() : end;
    } else if (text.startsWith("/*", position)) {
      comment();
    } else {
      token(character);
    }
  }

  private void comment() throws NotationException {
    int end = text.indexOf("*/", position + 2);
    if (end < 0) {
      throw NotationException.at("UVL", number, "the comment `/*` has no end");
    }
    number += (int) text.substring(position, end).chars().filter(it -> it == '\n').count();
    position = end + 2;
  }

  private void token(char character) throws NotationException {
    if (character == '\'' || character == '"') {
      quoted(character);
    } else if (Character.isDigit(character)) {
      int end = digits(position);
      boolean fraction =
          end + 1 < text.length()
              && text.charAt(end) == '.'
              && Character.isDigit(text.charAt(end + 1));
      take(Kind.NUMBER, fraction ? digits(end + 1) : end);
    } else if (isInName(character)) {
      int end = position;
      while (end < text.length() && isInName(text.charAt(end))) {
        end++;
      }
      take(Kind.WORD, end);
    } else {
      symbol(character);
    }
  }

  private static boolean isInName(char character) {
    return Character.isLetterOrDigit(character) || "_#§%?".indexOf(character) >= 0;
  }

  private int digits(int from) {
    int end = from;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private void quoted(char quote) throws NotationException {
    int end = text.indexOf(quote, position + 1);
    if (end < 0 || text.substring(position, end).indexOf('\n') >= 0) {
      throw NotationException.at("UVL", number, "the text behind " + quote + " has no end");
    }
    begin();
    String content = text.substring(position + 1, end);
    tokens.add(new Token(quote == '"' ? Kind.QUOTED : Kind.TEXT, content, number));
    column += end + 1 - position;
    position = end + 1;
  }

  private void symbol(char character) throws NotationException {
    for (String symbol : SYMBOLS) {
      if (text.startsWith(symbol, position)) {
        switch (symbol) {
          case "(", "[", "{" -> open++;
          case ")", "]", "}" -> open = Math.max(0, open - 1);
          default -> {}
        }
        take(Kind.SYMBOL, position + symbol.length());
        return;
      }
    }
    throw NotationException.at("UVL", number, "`" + character + "` means nothing here");
  }

  private void take(Kind kind, int end) {
    begin();
    tokens.add(new Token(kind, text.substring(position, end), number));
    column += end - position;
    position = end;
  }

  private void begin() {
    if (tokens.isEmpty()) {
      indentation = column;
      begun = number;
    }
  }

  private void end() {
    if (!tokens.isEmpty()) {
      lines.add(new UvlLine(indentation, begun, tokens));
      tokens.clear();
    }
  }
}
