package dev.bounce.repl;

import dev.bounce.check.Signature;
import dev.bounce.check.Signature.Clause;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What could be typed next.
 *
 * @param word the part of a word that stands before the cursor
 * @param candidates whole words that begin with it, in order
 */
record Completion(String word, List<String> candidates) {
  private static final Pattern LAST_WORD = Pattern.compile("[:\\p{Alnum}_.@-]*\\z");
  private static final Pattern STATEMENT_END = Pattern.compile("[\\n;{}]");

  /** What begins a statement without being a verb. */
  private static final Set<String> DECLARING =
      Set.of(
          "default",
          "define",
          "finally",
          "for",
          "group",
          "if",
          "let",
          "on",
          "param",
          "requires",
          "service",
          "try",
          "use");

  private static final Set<String> CONDITIONS = Set.of("if", "unless");

  /** Copies the list. */
  Completion {
    candidates = List.copyOf(candidates);
  }

  /**
   * Completes the word before the cursor.
   *
   * @param text what was typed up to the cursor
   */
  static Completion of(String text, Vocabulary vocabulary) {
    String word = lastWord(text);
    String before = text.substring(0, text.length() - word.length());
    boolean command = SessionCommands.isCommand(text) && before.isBlank();
    Set<String> words =
        command
            ? new TreeSet<>(SessionCommands.Command.all())
            : words(statement(SessionCommands.statements(before)), vocabulary);
    return new Completion(
        word, words.stream().filter(candidate -> candidate.startsWith(word)).toList());
  }

  private static String lastWord(String text) {
    Matcher matcher = LAST_WORD.matcher(text);
    return matcher.find() ? matcher.group() : "";
  }

  /** Returns the words of the statement that is being typed. */
  private static List<String> statement(String before) {
    String[] statements = STATEMENT_END.split(before, -1);
    String last = statements[statements.length - 1].strip();
    return last.isEmpty() ? List.of() : List.of(last.split("[\\s,]+"));
  }

  private static Set<String> words(List<String> statement, Vocabulary vocabulary) {
    if (statement.isEmpty()) {
      return verbs(vocabulary);
    }
    return switch (statement.getLast()) {
      case "via" -> new TreeSet<>(vocabulary.backends());
      case "use" -> new TreeSet<>(vocabulary.modules());
      default -> terms(statement, vocabulary);
    };
  }

  private static Set<String> verbs(Vocabulary vocabulary) {
    Set<String> words = new TreeSet<>(DECLARING);
    vocabulary.verbs().forEach(signature -> words.add(signature.verb().split(" ", 2)[0]));
    return words;
  }

  private static Set<String> terms(List<String> statement, Vocabulary vocabulary) {
    Set<String> words = new TreeSet<>(vocabulary.names());
    String first = statement.getFirst();
    String two = statement.size() > 1 ? first + " " + statement.get(1) : first;
    List<Signature> fitting = new ArrayList<>();
    for (Signature signature : vocabulary.verbs()) {
      String[] verb = signature.verb().split(" ", 2);
      boolean wantsSecond = verb.length == 2 && statement.size() == 1 && verb[0].equals(first);
      if (wantsSecond) {
        words.add(verb[1]);
      } else if (signature.verb().equals(first) || signature.verb().equals(two)) {
        fitting.add(signature);
      }
    }
    for (Signature signature : fitting) {
      signature.clauses().stream().map(Clause::word).forEach(words::add);
      words.addAll(CONDITIONS);
    }
    words.removeAll(statement.subList(1, statement.size()));
    return words;
  }
}
