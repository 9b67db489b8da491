package dev.bounce.check;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The words of the simple command that a shell is reading, as far as the safety of a value needs
 * them: whether a word would be read a second time, as code.
 */
final class ShellCommand {
  private static final Pattern ASSIGNMENT =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*", Pattern.DOTALL);

  /** Words behind which a command begins. */
  private static final Set<String> BEFORE_A_COMMAND =
      Set.of(
          "if", "then", "else", "elif", "while", "until", "do", "!", "{", "time", "exec", "command",
          "builtin", "env", "nohup", "sudo");

  /** Words that end what another one began. */
  private static final Set<String> ENDS = Set.of("fi", "done", "esac", "}");

  /** Commands that read all their words as code, or as arithmetic, which can hold code. */
  private static final Set<String> EVALUATE =
      Set.of("eval", "trap", "let", "declare", "typeset", "[[", "alias");

  /** Programs that read the word behind {@code -c} or the like as code. */
  private static final Set<String> INTERPRETERS =
      Set.of(
          "sh", "bash", "dash", "ash", "ksh", "zsh", "su", "runuser", "python", "python3", "perl",
          "ruby", "node", "php", "lua");

  private static final Pattern CODE_FOLLOWS = Pattern.compile("-[A-Za-z]*[ceEr]");

  /** What is known of one command. */
  private static final class Command {
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private String name = "";
    private boolean interprets;
    private boolean codeFollows;
    private boolean wordIsCode;
    private boolean isRedirection;
  }

  private final Deque<Command> commands = new ArrayDeque<>();
  private boolean unclear;

  ShellCommand() {
    commands.push(new Command());
  }

  /** Reads a character of a word. */
  void part(char character) {
    begin().word.append(character);
  }

  /** Reads the beginning of quotes, with which a word may begin. */
  void quoted() {
    begin();
  }

  /** Reads a value, which is a word or a part of one. */
  void value() {
    begin().word.append('\0');
  }

  private Command begin() {
    Command command = commands.element();
    if (!command.inWord) {
      command.inWord = true;
      command.wordIsCode = command.codeFollows;
    }
    return command;
  }

  /** Reads what stands between words. */
  void space() {
    Command command = commands.element();
    if (command.inWord) {
      String word = command.word.toString();
      command.inWord = false;
      command.word.setLength(0);
      ended(command, word);
    }
  }

  private void ended(Command command, String word) {
    if (command.isRedirection) {
      command.isRedirection = false;
      return;
    }
    boolean isOption = word.startsWith("-");
    boolean isCodeOption = command.interprets && CODE_FOLLOWS.matcher(word).matches();
    command.codeFollows = isCodeOption || (command.codeFollows && isOption);
    command.interprets |= INTERPRETERS.contains(word.substring(word.lastIndexOf('/') + 1));
    boolean precedes =
        isOption || ASSIGNMENT.matcher(word).matches() || BEFORE_A_COMMAND.contains(word);
    if (command.name.isEmpty() && !precedes) {
      command.name = word;
      unclear |= word.equals("case") && commands.size() > 1;
    }
  }

  /** Reads a redirection, whose word is no word of the command. */
  void redirection() {
    Command command = commands.element();
    if (command.word.chars().allMatch(Character::isDigit)) {
      command.inWord = false; // the number of what is redirected
      command.word.setLength(0);
    }
    space();
    command.isRedirection = true;
  }

  /** Reads the end of a command. */
  void end() {
    space();
    commands.pop();
    commands.push(new Command());
  }

  /** Reads the beginning of a command within this one. */
  void enter() {
    commands.push(new Command());
  }

  /** Reads the end of a command within this one. */
  void leave() {
    space();
    if (commands.size() > 1) {
      commands.pop();
    }
  }

  /** Tells whether a word could begin here. */
  boolean isBetweenWords() {
    return !commands.element().inWord;
  }

  /** Tells whether nothing of a command has been read. */
  boolean isAtStart() {
    Command command = commands.element();
    return !command.inWord && (command.name.isEmpty() || ENDS.contains(command.name));
  }

  /** Returns why no value can stand here. */
  Optional<String> refusal() {
    if (unclear) {
      return Optional.of("a `case` stands within parentheses, whose end cannot be told then");
    }
    for (Command command : commands) {
      if (EVALUATE.contains(command.name)) {
        return Optional.of("`" + command.name + "` reads its words as code, the value too");
      }
      boolean isCode = command.inWord ? command.wordIsCode : command.codeFollows;
      if (isCode) {
        return Optional.of("`" + command.name + "` reads this word as code, the value in it too");
      }
    }
    return Optional.empty();
  }
}
