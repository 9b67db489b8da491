package dev.bounce.backend;

import dev.bounce.host.CommandLine;
import dev.bounce.host.Endpoint;
import dev.bounce.host.ProcessIdentity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One change to the world, as data: what a plan shows is what a host then carries out.
 *
 * <p>An effect never holds a secret: credentials are looked up when it is carried out.
 */
public sealed interface Effect {
  /** Returns the backend's name of the member it is for. */
  String member();

  /** Returns one line that says exactly what is sent, without anything secret. */
  String shown();

  /**
   * Tells whether the service manager answers only when the effect has come true. Such an effect is
   * sent, and looked after while its answer is awaited.
   */
  default boolean lasts() {
    return false;
  }

  /**
   * A call to an XML-RPC method.
   *
   * @param endpoint the socket that is called
   * @param method {@code supervisor.stopProcess}
   * @param arguments strings, whole numbers and booleans
   */
  record RemoteCall(String member, Endpoint endpoint, String method, List<Object> arguments)
      implements Effect {
    /** Copies the list. */
    public RemoteCall {
      arguments = List.copyOf(arguments);
    }

    @Override
    public String shown() {
      StringBuilder text = new StringBuilder(method).append('(');
      for (int i = 0; i < arguments.size(); i++) {
        text.append(i == 0 ? "" : ", ").append(arguments.get(i));
      }
      return text.append(") on ").append(endpoint.shown()).toString();
    }
  }

  /**
   * An HTTP request. What it needs in order to be let in is added when it is sent.
   *
   * @param endpoint the socket that is called
   * @param method {@code POST}
   * @param target path and query, without anything secret
   * @param lasts whether the answer comes only when the effect has come true
   */
  record HttpCall(String member, Endpoint endpoint, String method, String target, boolean lasts)
      implements Effect {
    @Override
    public String shown() {
      return method + " " + target + " on " + endpoint.shown();
    }
  }

  /**
   * A command. When it exits with another code than 0 the effect is refused, and nothing that
   * follows in the recipe is sent for that member.
   *
   * @param arguments the argument vector
   * @param user as whom it runs, absent for the user of bounce
   */
  record Command(String member, List<String> arguments, Optional<String> user) implements Effect {
    /** Copies the list. */
    public Command {
      arguments = List.copyOf(arguments);
    }

    @Override
    public String shown() {
      return CommandLine.quoted(arguments) + user.map(name -> " as " + name).orElse("");
    }
  }

  /**
   * A signal to a process.
   *
   * @param process the process that was found, absent while nobody has looked
   * @param signal its name without SIG: {@code TERM}
   * @param session whether it goes to every process of the session that the process leads
   * @param successor whether it goes to the member's successor instead, whoever that is when it is
   *     sent; KILL to its workers as well, which could outlive it
   */
  record Signal(
      String member,
      Optional<ProcessIdentity> process,
      String signal,
      boolean session,
      boolean successor)
      implements Effect {
    /** Returns a signal to the member itself. */
    public Signal(
        String member, Optional<ProcessIdentity> process, String signal, boolean session) {
      this(member, process, signal, session, false);
    }

    /** Returns a signal to the successor of a member. */
    public static Signal toSuccessor(String member, String signal) {
      return new Signal(member, Optional.empty(), signal, false, true);
    }

    @Override
    public String shown() {
      return "signal "
          + signal
          + (session ? " to the session of " : " to ")
          + (successor ? "the successor of " + member : receiver());
    }

    private String receiver() {
      return process.map(found -> "pid " + found.pid()).orElse("the pid of " + member);
    }
  }

  /**
   * The start of a process that outlives bounce.
   *
   * @param arguments the argument vector
   * @param directory where it runs
   * @param environmentNames the variables that are added to the environment; their values are read
   *     from the settings when it is carried out
   * @param user as whom it runs, absent for the user of bounce
   * @param pidFile where its pid and start time are written
   * @param logFile where its output is appended
   */
  record Spawn(
      String member,
      List<String> arguments,
      Optional<Path> directory,
      List<String> environmentNames,
      Optional<String> user,
      Path pidFile,
      Path logFile)
      implements Effect {
    /** Copies the lists. */
    public Spawn {
      arguments = List.copyOf(arguments);
      environmentNames = List.copyOf(environmentNames);
    }

    @Override
    public String shown() {
      return "start detached "
          + arguments
          + user.map(name -> " as " + name).orElse("")
          + directory.map(path -> " in " + path).orElse("");
    }
  }

  /**
   * What the simulated backend does instead of touching anything.
   *
   * @param deed {@code stop}, {@code start}, {@code kill}, {@code reload}
   */
  record Simulated(String member, String deed) implements Effect {
    @Override
    public String shown() {
      return "simulated " + deed + " of " + member;
    }
  }
}
