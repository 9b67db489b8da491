package dev.bounce.check;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Follows the author's own text of a shell command, piece by piece, and tells how the shell would
 * read a value between two pieces. A value is a variable to the shell, so it is never read as code;
 * but quotes may have to stand around it, and in some places a variable would not be expanded, or
 * would be read a second time. Whatever is not understood for sure is refused.
 *
 * <p>POSIX sh, with the constructs of bash where they could make a difference.
 */
public final class ShellText {
  /** How the shell would read a value. */
  public enum Place {
    /** As a word or a part of one: double quotes keep it whole. */
    WORD,
    /** Inside of something that needs no quotes: the author's double quotes, a comment. */
    AS_IS,
    /** Not at all, or not for sure. */
    REFUSED
  }

  /** What surrounds the end of the text. */
  private enum Context {
    COMMAND,
    SUBSTITUTION,
    SUBSHELL,
    SINGLE_QUOTES,
    DOUBLE_QUOTES,
    BACKTICKS,
    EXPANSION,
    ARITHMETIC,
    COMMENT
  }

  private final Deque<Context> contexts = new ArrayDeque<>();
  private final Deque<ShellHereDocument> announced = new ArrayDeque<>();
  private Optional<ShellHereDocument> document = Optional.empty();
  private final ShellCommand command = new ShellCommand();
  private final StringBuilder line = new StringBuilder();
  private boolean escaped;
  private Optional<String> unsure = Optional.empty();
  private boolean dollarEnds;

  /** Returns what has read nothing yet. */
  public ShellText() {
    contexts.push(Context.COMMAND);
  }

  /** Reads on. */
  public void read(String text) {
    dollarEnds = false;
    for (int i = 0; i < text.length(); i++) {
      i += document.isPresent() ? document(text.charAt(i)) : character(text, i);
    }
  }

  /** Tells how a value would be read here, and goes on behind it. */
  public Place value() {
    if (refusal().isPresent()) {
      return Place.REFUSED;
    }
    command.value();
    line.append('x');
    Context context = contexts.element();
    boolean quoted = context == Context.DOUBLE_QUOTES || context == Context.COMMENT;
    return quoted || document.isPresent() ? Place.AS_IS : Place.WORD;
  }

  /** Returns why a value cannot stand here; nothing where it can. */
  public Optional<String> refusal() {
    if (unsure.isPresent()) {
      return unsure;
    }
    if (escaped || dollarEnds) {
      return Optional.of("the character in front of it changes what its quotes mean");
    }
    if (document.isPresent()) {
      return document.get().refusal();
    }
    return switch (contexts.element()) {
      case SINGLE_QUOTES ->
          Optional.of("values reach the shell as variables, which single quotes do not expand");
      case BACKTICKS -> Optional.of("inside of backticks quotes have another meaning");
      case EXPANSION -> Optional.of("it stands within the braces of an expansion, `${…}`");
      case ARITHMETIC -> Optional.of("the shell may run commands that stand in arithmetic");
      case COMMENT -> Optional.empty();
      case COMMAND, SUBSTITUTION, SUBSHELL, DOUBLE_QUOTES -> command.refusal();
    };
  }

  /** Tells whether a whole script could stand here, as a command of its own. */
  public boolean isAtCommand() {
    return contexts.size() == 1
        && contexts.element() == Context.COMMAND
        && document.isEmpty()
        && announced.isEmpty()
        && unsure.isEmpty()
        && !escaped
        && command.isAtStart();
  }

  private int document(char character) {
    if (escaped) {
      escaped = false;
      line.append(character);
      return 0;
    }
    if (character == '\n') {
      if (document.orElseThrow().endsWith(line.toString())) {
        document = Optional.ofNullable(announced.poll());
      }
      line.setLength(0);
      return 0;
    }
    line.append(character);
    document.orElseThrow().read(character);
    escaped = character == '\\' && document.orElseThrow().expands();
    return 0;
  }

  /** Reads one character; returns how many more have been read with it. */
  private int character(String text, int at) {
    char character = text.charAt(at);
    if (escaped) {
      escaped = false;
      if (character != '\n') {
        command.part(character);
      }
      return 0;
    }
    return switch (contexts.element()) {
      case SINGLE_QUOTES -> singleQuotes(character);
      case COMMENT -> comment(character);
      case DOUBLE_QUOTES -> doubleQuotes(text, at);
      case BACKTICKS -> backticks(character);
      case EXPANSION -> expansion(text, at);
      case ARITHMETIC -> arithmetic(text, at);
      case COMMAND, SUBSTITUTION, SUBSHELL -> plain(text, at);
    };
  }

  private int singleQuotes(char character) {
    if (character == '\'') {
      contexts.pop();
    } else {
      command.part(character);
    }
    return 0;
  }

  private int comment(char character) {
    if (character == '\n') {
      contexts.pop();
      newLine();
    }
    return 0;
  }

  private int doubleQuotes(String text, int at) {
    char character = text.charAt(at);
    switch (character) {
      case '"' -> contexts.pop();
      case '\\' -> escaped = true;
      case '`' -> contexts.push(Context.BACKTICKS);
      case '$' -> {
        return dollar(text, at);
      }
      default -> command.part(character);
    }
    return 0;
  }

  private int backticks(char character) {
    switch (character) {
      case '`' -> contexts.pop();
      case '\\' -> escaped = true;
      default -> {}
    }
    return 0;
  }

  private int expansion(String text, int at) {
    switch (text.charAt(at)) {
      case '}' -> contexts.pop();
      case '\\' -> escaped = true;
      case '\'', '"', '`' -> unsure = Optional.of("quotes stand within an expansion, `${…}`");
      case '$' -> {
        return dollar(text, at);
      }
      default -> {}
    }
    return 0;
  }

  private int arithmetic(String text, int at) {
    switch (text.charAt(at)) {
      case '(' -> contexts.push(Context.ARITHMETIC);
      case ')' -> contexts.pop();
      case '\\', '\'', '"', '`' -> unsure = Optional.of("quotes stand within arithmetic");
      case '$' -> {
        return dollar(text, at);
      }
      default -> {}
    }
    return 0;
  }

  private int plain(String text, int at) {
    char character = text.charAt(at);
    switch (character) {
      case '\'' -> quotes(Context.SINGLE_QUOTES);
      case '"' -> quotes(Context.DOUBLE_QUOTES);
      case '\\' -> escaped = true;
      case '`' -> {
        command.part(character);
        contexts.push(Context.BACKTICKS);
      }
      case '$' -> {
        return dollar(text, at);
      }
      case '\n' -> newLine();
      case '#' -> {
        if (command.isBetweenWords()) {
          contexts.push(Context.COMMENT);
        } else {
          command.part(character);
        }
      }
      case '(' -> {
        return open(text, at);
      }
      case ')' -> close();
      case '<' -> {
        return input(text, at);
      }
      case ';', '&', '|' -> command.end();
      case '>' -> {
        return redirection(text, at);
      }
      case ' ', '\t' -> command.space();
      default -> command.part(character);
    }
    return 0;
  }

  private void quotes(Context kind) {
    command.quoted();
    contexts.push(kind);
  }

  private int dollar(String text, int at) {
    command.part('$');
    if (text.startsWith("$((", at)) {
      contexts.push(Context.ARITHMETIC);
      contexts.push(Context.ARITHMETIC);
      return 2;
    }
    if (text.startsWith("$(", at)) {
      contexts.push(Context.SUBSTITUTION);
      command.enter();
      return 1;
    }
    if (text.startsWith("${", at)) {
      contexts.push(Context.EXPANSION);
      return 1;
    }
    dollarEnds = at + 1 == text.length();
    if (text.startsWith("$[", at) || text.startsWith("$'", at)) {
      unsure = Optional.of("not every shell reads the `$` in front of it alike");
    }
    return 0;
  }

  private int open(String text, int at) {
    if (text.startsWith("((", at)) {
      contexts.push(Context.ARITHMETIC);
      contexts.push(Context.ARITHMETIC);
      return 1;
    }
    contexts.push(Context.SUBSHELL);
    command.enter();
    return 0;
  }

  private void close() {
    if (contexts.element() == Context.COMMAND) {
      command.end(); // the pattern of a `case`
      return;
    }
    contexts.pop();
    command.leave();
  }

  private void newLine() {
    command.end();
    if (contexts.element() == Context.COMMAND) {
      document = Optional.ofNullable(announced.poll());
      line.setLength(0);
    } else if (!announced.isEmpty()) {
      unsure = Optional.of("a here-document stands within parentheses");
    }
  }

  private int redirection(String text, int at) {
    command.redirection();
    boolean two = at + 1 < text.length() && ">&|".indexOf(text.charAt(at + 1)) >= 0;
    return two ? 1 : 0;
  }

  /** Reads {@code <FILE}, {@code <<END} or {@code <<<WORD}. */
  private int input(String text, int at) {
    if (text.startsWith("<<<", at)) {
      command.redirection();
      return 2;
    }
    if (!text.startsWith("<<", at)) {
      command.redirection();
      return text.startsWith("<&", at) || text.startsWith("<>", at) ? 1 : 0;
    }
    command.redirection();
    command.part('E');
    command.space();
    Optional<ShellHereDocument> found = ShellHereDocument.announced(text, at + 2);
    if (found.isEmpty()) {
      unsure = Optional.of("the end of the here-document cannot be told");
      return 1;
    }
    announced.add(found.get());
    return found.get().length() + 1;
  }
}
