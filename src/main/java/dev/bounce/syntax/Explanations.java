package dev.bounce.syntax;

import static dev.bounce.syntax.RunbookLexer.*;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;

/** Says what is wrong at a token at which the parser cannot go on, and what was probably meant. */
final class Explanations {
  private static final String MAP_HINT =
      "a map is written `[key: value]`, an empty one `[:]`; a brace always opens a block";

  private static final String PARAMETER_HINT =
      "a parameter has a type: `param NAME: TYPE = DEFAULT`";

  private static final String CHOICE_HINT =
      "a value is chosen by `if CONDITION then VALUE else VALUE`";

  /** More than this many alternatives help nobody. */
  private static final int ALTERNATIVES = 4;

  private final SyntaxProblems problems;
  private final TokenStream input;
  private final Token lineStart;
  private final Token at;
  private final @Nullable Token before;
  private final @Nullable IntervalSet expected;

  /**
   * @param lineStart the first token of the statement
   * @param at the token that does not fit
   * @param expected what would fit, absent where nearly everything would
   */
  Explanations(
      SyntaxProblems problems,
      TokenStream input,
      Token lineStart,
      Token at,
      @Nullable IntervalSet expected) {
    this.problems = problems;
    this.input = input;
    this.lineStart = lineStart;
    this.at = at;
    this.before = visibleBefore(at);
    this.expected = expected;
  }

  /** Returns the error for a brace inside of brackets. */
  static Diagnostic braceForMap(Span brace) {
    return Diagnostic.error(Code.S001, brace, "`{` does not begin a value").hint(MAP_HINT);
  }

  /** Returns the error, with what helps to repair it. */
  Diagnostic diagnostic() {
    Span span = place();
    if (at.getType() == BAD_NUMBER) {
      return Numbers.malformed(at.getText(), span);
    }
    if (at.getType() == LBRACE && isValueExpected()) {
      return Layout.goesOn(before) || isInBrackets()
          ? braceForMap(span)
          : Diagnostic.error(Code.S001, span, "expected a value, found `{`");
    }
    Diagnostic error = Diagnostic.error(Code.S001, span, message());
    Optional<String> hint = hint();
    Optional<String> cause = cause();
    if (cause.isPresent()) {
      error = error.because(cause.get());
    }
    return hint.isPresent() ? error.hint(hint.get()) : error;
  }

  /** The end of a line is behind its last word, whatever space and comments follow. */
  private Span place() {
    Span span = problems.span((LayoutToken) at);
    boolean isEnd = at.getType() == NL || at.getType() == EOF;
    if (!isEnd || before == null || before.getType() == NL) {
      return span;
    }
    int end = problems.span((LayoutToken) before).end();
    return span.source().span(end, end);
  }

  private String message() {
    String wanted = wanted();
    if (!wanted.isEmpty()) {
      return "expected " + wanted + ", found " + describe(at);
    }
    String found = describe(at).replaceFirst("^(a|the) ", "");
    return "unexpected " + found + (isFirst() ? "" : " after " + describeBefore());
  }

  private boolean isFirst() {
    return before == null || lineStart.equals(at) || before.getType() == NL;
  }

  private String describeBefore() {
    return before == null || before.getType() == CLOSE ? "the string" : describe(before);
  }

  private static String describe(Token token) {
    return switch (token.getType()) {
      case NL -> "the end of the line";
      case EOF -> "the end of the file";
      case OPEN, OPEN3, RAW -> "a string";
      default ->
          token.getText().isEmpty() ? "the end of the line" : "`" + shorten(token.getText()) + "`";
    };
  }

  private static String shorten(String text) {
    return text.length() <= 40 ? text : text.substring(0, 39) + "…";
  }

  // ---- what was probably meant

  private Optional<String> cause() {
    if (at.getType() == ELSE && isFirst()) {
      return Optional.of("`else` belongs on the line of the `}` before it");
    }
    if (isReserved(at.getType()) && isNameExpected()) {
      return Optional.of("`" + at.getText() + "` is a reserved word");
    }
    if (wantsBrace() && isLineEnd()) {
      return Optional.of("a block opens on the line of its statement");
    }
    Token operator = at.getType() == EOF ? null : operatorThatContinues();
    return operator == null
        ? Optional.empty()
        : Optional.of(
            "the line before ends with `%s`, so this line goes on with it"
                .formatted(operator.getText()));
  }

  private Optional<String> hint() {
    return Optional.ofNullable(
        switch (at.getType()) {
          case ELSE -> isFirst() ? "write `} else {`" : null;
          case THEN -> isFirst() ? null : hintForThen();
          case LBRACE -> isExpected(THEN) ? CHOICE_HINT : null;
          case CALL -> hintForCall();
          case MINUS -> isValueExpected() ? "a sign touches its number: `-1`" : null;
          case INDEX -> "put a space before `[`";
          case LBRACK -> isAfterTerm() ? "an index touches what it indexes: `names[0]`" : null;
          case LPAREN -> isAfterTerm() ? "the `(` of a call touches its name: `len(names)`" : null;
          case ASSIGN -> hintForAssign();
          case COLON -> hintForColon();
          case NAME -> hintForName();
          case IF -> before != null && before.getType() == RBRACE ? separatorHint() : null;
          default -> hintForOther();
        });
  }

  private @Nullable String hintForThen() {
    return lineStart.getType() == IF
        ? "a statement's `if` opens a block: `if CONDITION { … }`; or the condition comes last:"
            + " `restart web if CONDITION`"
        : null;
  }

  private String hintForCall() {
    if (before != null && Layout.isStructural(before.getType())) {
      return "put a space before `(`";
    }
    return "a verb takes its terms without parentheses: `log \"…\"`";
  }

  private @Nullable String hintForAssign() {
    if (isNameExpected()) {
      return null;
    }
    if (isParameterWithoutType()) {
      return PARAMETER_HINT;
    }
    boolean compares =
        switch (lineStart.getType()) {
          case IF, ON, FOR -> true;
          default -> isNamed(lineStart, "check") || isNamed(lineStart, "wait");
        };
    if (compares && !isInBrackets()) {
      return "to compare, write `==`";
    }
    return isInBrackets()
        ? "an argument is named with a colon, `name: value`; to compare, write `==`"
        : "to name a value write `let NAME = VALUE`; to compare, `==`";
  }

  private @Nullable String hintForColon() {
    if (isInBrackets() || Layout.isStructural(lineStart.getType())) {
      return null;
    }
    return lineStart.equals(before) || (before != null && before.getType() == CLOSE)
        ? "a map is written `[key: value]`; a property or clause has no colon"
        : "a clause or property is a word and its value, without a colon";
  }

  private @Nullable String hintForName() {
    if (before == null || before.getType() != RBRACE) {
      return hintForOther();
    }
    return switch (at.getText()) {
      case "elif", "elsif", "elseif" -> "write `else if`";
      case "catch", "except", "rescue" -> "write `on failure`";
      default -> separatorHint();
    };
  }

  private static String separatorHint() {
    return "put `;` or a new line between two statements";
  }

  private @Nullable String hintForOther() {
    if (before != null && before.getType() == RBRACE && !isFirst() && !isLineEnd()) {
      return separatorHint();
    }
    if (isExpected(THEN) || isExpected(ELSE)) {
      return CHOICE_HINT;
    }
    return isParameterWithoutType() ? PARAMETER_HINT : null;
  }

  private boolean isParameterWithoutType() {
    return isExpected(COLON) && lineStart.getType() == PARAM;
  }

  // ---- what stands there

  private boolean isInBrackets() {
    return ((LayoutToken) at).depth() > ((LayoutToken) lineStart).depth();
  }

  private boolean isLineEnd() {
    return ParserBase.isLineEnd(at.getType());
  }

  private boolean isExpected(int type) {
    return expected != null && expected.contains(type) && !expected.contains(NAME);
  }

  private boolean wantsBrace() {
    return isExpected(LBRACE);
  }

  private boolean isValueExpected() {
    return expected != null && expected.contains(INT) && expected.contains(LBRACK);
  }

  private boolean isNameExpected() {
    return expected != null && expected.contains(NAME) && !isValueExpected();
  }

  private static boolean isReserved(int type) {
    return type >= IF && type <= FALSE;
  }

  private static boolean isNamed(Token token, String name) {
    return token.getType() == NAME && token.getText().equals(name);
  }

  private boolean isAfterTerm() {
    return before != null
        && switch (before.getType()) {
          case NAME, RPAREN, RBRACK -> true;
          default -> false;
        };
  }

  private @Nullable Token visibleBefore(Token token) {
    for (int i = token.getTokenIndex() - 1; i >= 0; i--) {
      Token candidate = input.get(i);
      if (candidate.getChannel() == Token.DEFAULT_CHANNEL) {
        return candidate;
      }
    }
    return null;
  }

  /** Returns the operator at the end of the line before, where the first word of a line fails. */
  private @Nullable Token operatorThatContinues() {
    Token previous = before;
    for (int steps = 0; previous != null && steps < 2; steps++) {
      if (Layout.goesOn(previous) && previous.getLine() < at.getLine()) {
        return previous;
      }
      previous = visibleBefore(previous);
    }
    return null;
  }

  // ---- what would fit

  private String wanted() {
    if (expected == null) {
      return "";
    }
    List<String> words = new ArrayList<>();
    IntervalSet rest = new IntervalSet(expected);
    if (isValueExpected()) {
      words.add("a value");
      removeValueStarts(rest);
    } else if (rest.contains(NAME)) {
      words.add("a name");
    }
    removeNames(rest);
    if (rest.contains(OPEN)) {
      words.add("a string");
      removeStrings(rest);
    }
    for (int type : rest.toList()) {
      words.add(wordFor(type));
    }
    return words.size() > ALTERNATIVES ? "" : join(words.stream().distinct().toList());
  }

  private static void removeValueStarts(IntervalSet types) {
    removeStrings(types);
    for (int type :
        new int[] {INT, PERCENT, DURATION, BAD_NUMBER, TRUE, FALSE, LPAREN, LBRACK, NEG, NOT, IF}) {
      types.remove(type);
    }
  }

  private static void removeStrings(IntervalSet types) {
    types.remove(OPEN);
    types.remove(OPEN3);
    types.remove(RAW);
  }

  private static void removeNames(IntervalSet types) {
    if (types.contains(NAME)) {
      types.remove(NAME);
      for (int type = RUNBOOK; type <= TEST; type++) {
        types.remove(type);
      }
    }
  }

  private static String wordFor(int type) {
    return switch (type) {
      case NL, SEMI, EOF -> "the end of the line";
      case CALL -> "`(`";
      case INDEX -> "`[`";
      case MINUS -> "`-`";
      default -> {
        String literal = VOCABULARY.getLiteralName(type);
        yield literal == null
            ? "something else"
            : "`" + literal.substring(1, literal.length() - 1) + "`";
      }
    };
  }

  private static String join(List<String> words) {
    if (words.size() < 2) {
      return String.join("", words);
    }
    String head = String.join(", ", words.subList(0, words.size() - 1));
    return head + " or " + words.getLast();
  }
}
