package dev.bounce.syntax;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;

/**
 * The values of strings.
 *
 * <p>Escapes, in {@code "…"} and {@code """…"""}: {@code \n \t \r \" \\ \$} and {@code \}{@code
 * uXXXX}, a UTF-16 unit. A raw string, {@code '…'} or {@code '''…'''}, has none. A string of
 * several lines loses its margin, see {@link Margin}.
 */
final class StringLiterals {
  private final ExpressionBuilder expressions;

  StringLiterals(ExpressionBuilder expressions) {
    this.expressions = expressions;
  }

  /** Builds the value of a string. */
  Expression.StringLiteral build(RunbookParser.StringContext context) {
    List<Margin.Piece> pieces =
        context.RAW() == null ? pieces(context) : List.of(raw(context.getText()));
    boolean manyLines = context.OPEN3() != null || context.getStart().getText().startsWith("'''");
    return new Expression.StringLiteral(
        parts(manyLines ? Margin.remove(pieces) : pieces), expressions.span(context));
  }

  private static Margin.Piece raw(String token) {
    boolean manyLines = token.startsWith("'''");
    int quotes = manyLines ? 3 : 1;
    boolean closed = token.length() >= 2 * quotes && token.endsWith("'");
    return new Margin.Written(
        token.substring(quotes, closed ? token.length() - quotes : token.length()));
  }

  private List<Margin.Piece> pieces(RunbookParser.StringContext context) {
    List<Margin.Piece> pieces = new ArrayList<>();
    for (ParseTree child : context.children) {
      if (child instanceof RunbookParser.InterpolationContext interpolation) {
        pieces.add(new Margin.Hole(expressions.value(interpolation.value())));
      } else {
        piece(ExpressionBuilder.token(child)).ifPresent(pieces::add);
      }
    }
    return pieces;
  }

  private Optional<Margin.Piece> piece(Token token) {
    return switch (token.getType()) {
      case RunbookLexer.TEXT -> Optional.of(new Margin.Written(token.getText()));
      case RunbookLexer.ESCAPE -> Optional.of(new Margin.Escaped(unescape(token)));
      default -> Optional.empty(); // the quotes
    };
  }

  private String unescape(Token token) {
    String text = token.getText();
    return switch (text.charAt(1)) {
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      case '"', '\\', '$' -> text.substring(1);
      case 'u' -> text.length() == 6 ? codeUnit(text) : unknown(token);
      default -> unknown(token);
    };
  }

  private static String codeUnit(String escape) {
    return String.valueOf((char) Integer.parseInt(escape.substring(2), 16));
  }

  private String unknown(Token token) {
    String text = token.getText();
    boolean unicode = text.startsWith("\\u");
    expressions.fail(
        Diagnostic.error(
                Code.S010,
                expressions.span(token),
                unicode
                    ? "`\\u` is followed by four hexadecimal digits"
                    : "`" + text.strip() + "` is no escape sequence")
            .because("known are \\n \\t \\r \\\" \\\\ \\$ and \\uXXXX")
            .hint("a backslash that means itself is written `\\\\`, or the string in `'…'`"));
    return "";
  }

  private static List<Expression.Part> parts(List<Margin.Piece> pieces) {
    List<Expression.Part> parts = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (Margin.Piece piece : pieces) {
      switch (piece) {
        case Margin.Written(String written) -> text.append(written);
        case Margin.Escaped(String meaning) -> text.append(meaning);
        case Margin.Hole(Expression expression) -> {
          flush(text, parts);
          parts.add(new Expression.Part.Interpolation(expression));
        }
      }
    }
    flush(text, parts);
    return parts;
  }

  private static void flush(StringBuilder text, List<Expression.Part> parts) {
    if (!text.isEmpty()) {
      parts.add(new Expression.Part.Text(text.toString()));
      text.setLength(0);
    }
  }
}
