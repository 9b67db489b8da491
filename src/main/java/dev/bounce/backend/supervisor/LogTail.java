package dev.bounce.backend.supervisor;

import dev.bounce.backend.BackendException;
import java.util.ArrayList;
import java.util.List;

/** The end of what a member wrote: its standard error first, then its standard output. */
final class LogTail {
  private static final int BYTES = 1 << 14;

  /** The longest character of UTF-8. */
  private static final int CHARACTER_BYTES = 4;

  private static final List<String> METHODS =
      List.of("supervisor.tailProcessStderrLog", "supervisor.tailProcessStdoutLog");

  private final SupervisorClient client;
  private final String member;

  LogTail(SupervisorClient client, String member) {
    this.client = client;
    this.member = member;
  }

  /**
   * Returns at most that many lines; when both logs have more, what went to standard error wins.
   */
  List<String> lines(int limit) throws BackendException {
    List<String> lines = new ArrayList<>();
    for (List<String> log : logs()) {
      int room = Math.min(limit - lines.size(), log.size());
      lines.addAll(log.subList(log.size() - room, log.size()));
    }
    return lines;
  }

  /**
   * Asks for both logs in one round trip. supervisord refuses a tail that begins in the middle of a
   * character, so each is asked for with as many lengths as a character can have bytes.
   */
  private List<List<String>> logs() throws BackendException {
    List<XmlRpc.Call> calls = new ArrayList<>();
    for (String method : METHODS) {
      for (int less = 0; less < CHARACTER_BYTES; less++) {
        calls.add(new XmlRpc.Call(method, List.of(member, 0, BYTES - less)));
      }
    }
    List<XmlRpc.Answer> answers = client.callAll(calls);
    return List.of(
        first(answers.subList(0, CHARACTER_BYTES)),
        first(answers.subList(CHARACTER_BYTES, answers.size())));
  }

  private static List<String> first(List<XmlRpc.Answer> answers) {
    for (XmlRpc.Answer answer : answers) {
      if (answer instanceof XmlRpc.Result(List<?> parts)
          && parts.size() == 3
          && parts.get(0) instanceof String text
          && parts.get(2) instanceof Boolean cut) {
        List<String> lines = text.lines().toList();
        return cut && lines.size() > 1 ? lines.subList(1, lines.size()) : lines;
      }
    }
    return List.of();
  }
}
