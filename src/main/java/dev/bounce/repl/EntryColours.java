package dev.bounce.repl;

import dev.bounce.syntax.Parser;
import dev.bounce.syntax.SyntaxToken;
import dev.bounce.syntax.TokenKind;
import java.util.regex.Pattern;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Colours an entry while it is typed. */
final class EntryColours implements Highlighter {
  @Override
  public AttributedString highlight(LineReader reader, String buffer) {
    AttributedStringBuilder text = new AttributedStringBuilder();
    int done = 0;
    for (SyntaxToken token : Parser.tokens(SessionCommands.statements(buffer))) {
      text.append(buffer, done, token.start());
      text.styled(style(token.kind()), buffer.substring(token.start(), token.end()));
      done = token.end();
    }
    return text.append(buffer, done, buffer.length()).toAttributedString();
  }

  private static AttributedStyle style(TokenKind kind) {
    AttributedStyle plain = AttributedStyle.DEFAULT;
    return switch (kind) {
      case KEYWORD -> plain.foreground(AttributedStyle.MAGENTA);
      case STRING -> plain.foreground(AttributedStyle.GREEN);
      case INTERPOLATION, NUMBER -> plain.foreground(AttributedStyle.CYAN);
      case COMMENT -> plain.faint();
      case ERROR -> plain.foreground(AttributedStyle.RED);
      case NAME, OPERATOR, BRACKET -> plain;
    };
  }

  @Override
  public void setErrorPattern(Pattern errorPattern) {
    // Errors are shown below the entry.
  }

  @Override
  public void setErrorIndex(int errorIndex) {
    // Likewise.
  }
}
