package dev.bounce.repl;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Neutral;
import dev.bounce.diag.Source;
import dev.bounce.diag.Suggest;
import dev.bounce.inventory.Inventory;
import dev.bounce.run.MemberReport;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.syntax.Parser;
import dev.bounce.syntax.Property;
import dev.bounce.syntax.Statement;
import dev.bounce.syntax.Statement.ServiceDeclaration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The commands of a session: a colon and a word. They are no part of the language. */
final class SessionCommands {
  private final Session session;

  SessionCommands(Session session) {
    this.session = session;
  }

  /** The commands, in the order in which help lists them. */
  enum Command {
    PLAN("STATEMENTS", "show what statements would do; touch nothing"),
    LOAD("FILE", "carry out a runbook, and keep what it declares"),
    SERVICES("", "list the services that are declared or touched"),
    RESET("", "forget everything that was entered"),
    HELP("", "show this"),
    QUIT("", "leave; so does Ctrl-D");

    private final String operand;
    private final String meaning;

    Command(String operand, String meaning) {
      this.operand = operand;
      this.meaning = meaning;
    }

    /** Returns how it is typed. */
    String typed() {
      return ":" + name().toLowerCase(Locale.ROOT);
    }

    static List<String> all() {
      return Arrays.stream(values()).map(Command::typed).toList();
    }

    private static Optional<Command> find(String typed) {
      return Arrays.stream(values()).filter(one -> one.typed().equals(typed)).findFirst();
    }
  }

  /** Tells whether a text is a command rather than statements. */
  static boolean isCommand(String text) {
    return text.stripLeading().startsWith(":");
  }

  /** Returns the part of an entry that is of the language, at the place where it was typed. */
  static String statements(String text) {
    if (!isCommand(text)) {
      return text;
    }
    int end = wordEnd(text);
    boolean plan = text.substring(0, end).strip().equals(Command.PLAN.typed());
    return plan ? " ".repeat(end) + text.substring(end) : "";
  }

  private static int wordEnd(String text) {
    int end = text.indexOf(':');
    while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    return end;
  }

  Entry carryOut(Source source) {
    int end = wordEnd(source.text());
    String typed = source.text().substring(0, end).strip();
    String operand = source.text().substring(end).strip();
    Optional<Command> found = Command.find(typed);
    if (found.isEmpty()) {
      int start = source.text().indexOf(':');
      return Entry.refused(
          List.of(
              Diagnostic.error(
                      Code.U001, source.span(start, end), "unknown command `" + typed + "`")
                  .hint("`:help` lists the commands")
                  .suggest(Suggest.nearest(typed, Command.all()))));
    }
    Command command = found.get();
    if (command.operand.isEmpty() != operand.isEmpty()) {
      return misused(command, source);
    }
    return switch (command) {
      case PLAN ->
          session.preview(
              Parser.parse(new Source(source.name(), statements(source.text()))), false);
      case LOAD -> new LoadedFile(session.setting().directory()).enter(operand, session);
      case SERVICES -> Entry.showing(services());
      case RESET -> {
        session.reset();
        yield Entry.nothing();
      }
      case HELP -> Entry.showing(help());
      case QUIT -> Entry.leaving();
    };
  }

  private static Entry misused(Command command, Source source) {
    String usage = (command.typed() + " " + command.operand).strip();
    return Entry.refused(
        List.of(
            Diagnostic.error(
                Code.U001,
                source.span(source.text().indexOf(':'), source.text().stripTrailing().length()),
                "this command is written `" + usage + "`")));
  }

  private static String help() {
    StringBuilder help =
        new StringBuilder(
            """
            Statements of the language are carried out as they are entered:
              restart web via supervisor; wait healthy
              phase workers by 25%
            A value is shown: members(web)
            A block goes on until it is closed.

            """);
    for (Command command : Command.values()) {
      String usage = (command.typed() + " " + command.operand).strip();
      help.append("%-17s %s\n".formatted(usage, command.meaning));
    }
    return help.toString();
  }

  private String services() {
    Map<String, String> backends = new LinkedHashMap<>();
    session
        .setting()
        .inventory()
        .map(Inventory::statements)
        .ifPresent(statements -> statements.forEach(one -> add(one, backends)));
    session.state().declarations().forEach(statement -> add(statement, backends));
    session
        .state()
        .services()
        .values()
        .forEach(service -> backends.putIfAbsent(service.name(), service.backend()));
    StringBuilder lines = new StringBuilder();
    for (String name : new TreeSet<>(backends.keySet())) {
      String via = String.valueOf(backends.get(name));
      List<String> parts = new ArrayList<>(List.of(name));
      parts.add(via.isEmpty() ? "" : "via " + via);
      parts.add(touched(name));
      parts.removeIf(String::isEmpty);
      lines.append(Neutral.line(String.join("  ", parts))).append('\n');
    }
    return lines.isEmpty() ? "no services yet\n" : lines.toString();
  }

  private static void add(Statement statement, Map<String, String> backends) {
    if (statement instanceof ServiceDeclaration service) {
      backends.put(
          service.name().text(),
          service.properties().stream()
              .filter(property -> property.name().text().equals("via"))
              .findFirst()
              .flatMap(SessionCommands::backend)
              .orElse(""));
    }
  }

  private static Optional<String> backend(Property via) {
    return via.terms().stream()
        .findFirst()
        .filter(Reference.class::isInstance)
        .map(term -> ((Reference) term).name());
  }

  private String touched(String name) {
    List<String> members = new ArrayList<>();
    for (MemberReport member : session.state().touched()) {
      var service = session.state().services().get(member.service());
      if (service != null && service.name().equals(name)) {
        members.add(member.member());
      }
    }
    return members.isEmpty() ? "" : "touched: " + String.join(", ", members);
  }
}
