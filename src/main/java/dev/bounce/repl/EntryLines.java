package dev.bounce.repl;

import dev.bounce.syntax.Parser;
import java.util.List;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.impl.DefaultParser;

/** Tells the line editor when an entry goes on in the next line. */
final class EntryLines implements org.jline.reader.Parser {
  private static final DefaultParser WORDS = wordParser();

  private static DefaultParser wordParser() {
    DefaultParser parser = new DefaultParser();
    parser.setQuoteChars(new char[0]);
    parser.setEscapeChars(new char[0]);
    return parser;
  }

  /**
   * Takes an entry.
   *
   * @throws EOFError when it is not complete
   */
  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    if (context == ParseContext.ACCEPT_LINE
        && Parser.isIncomplete(SessionCommands.statements(line))) {
      throw new EOFError(-1, -1, "the entry goes on");
    }
    return context == ParseContext.COMPLETE
        ? new LastWord(line, cursor)
        : WORDS.parse(line, cursor, context);
  }

  /** The word before the cursor, as {@link Completion} sees it. */
  private record LastWord(String line, int cursor) implements ParsedLine {
    @Override
    public String word() {
      String before = line.substring(0, cursor);
      int start = before.length();
      while (start > 0 && isOfWord(before.charAt(start - 1))) {
        start--;
      }
      return before.substring(start);
    }

    private static boolean isOfWord(char character) {
      return Character.isLetterOrDigit(character) || ":_.@-".indexOf(character) >= 0;
    }

    @Override
    public int wordCursor() {
      return word().length();
    }

    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of(word());
    }
  }
}
