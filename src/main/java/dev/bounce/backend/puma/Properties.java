package dev.bounce.backend.puma;

import dev.bounce.backend.PropertySpec;
import dev.bounce.value.Type;
import java.util.List;

/** The properties that a service of Pumas may carry. */
final class Properties {
  static final List<PropertySpec> ALL =
      List.of(
          each(
              "state",
              Type.TEXTS,
              "The state file that Puma writes, or a list: one for each member."),
          each(
              "control",
              Type.TEXTS,
              "Where the control server listens, or a list: `unix:///path/of.sock`,"
                  + " `unix://@name`, `tcp://host:port` or `ssl://host:port`."),
          each(
              "token", Type.SECRET, "What the control server asks for; else the state file tells."),
          each(
              "certificate",
              Type.PATH,
              "The certificate that is believed of a control server on `ssl://`."),
          each("pid-file", Type.TEXTS, "The pid file that Puma writes, or a list."),
          all("members", Type.INTEGER, "How many servers there are, where no list tells."),
          each("command", new Type.ListOf(Type.STRING), "The argument vector that starts a Puma."),
          each("directory", Type.PATH, "Where the command runs."),
          each(
              "environment",
              new Type.MapOf(Type.STRING),
              "Variables that are added to the environment of bounce; they may be secret."),
          all("user", Type.STRING, "As whom the command runs."),
          each("log", Type.PATH, "The file that Puma writes to; else where its output goes."),
          all(
              "stdout-redirect",
              Type.BOOLEAN,
              "Its configuration has `stdout_redirect`: HUP opens its log anew and does not stop"
                  + " it."),
          all(
              "start-within",
              Type.DURATION,
              "How long a start may take, or one worker of a phase: 2m, or 90s for each worker."),
          all("stop-within", Type.DURATION, "How long a stop may take: 60s."),
          all("stable", Type.DURATION, "How long a start must last to be believed: 1s."));

  private Properties() {}

  private static PropertySpec each(String name, Type type, String documentation) {
    return new PropertySpec(name, type, true, documentation);
  }

  private static PropertySpec all(String name, Type type, String documentation) {
    return new PropertySpec(name, type, false, documentation);
  }
}
