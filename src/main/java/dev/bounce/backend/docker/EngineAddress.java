package dev.bounce.backend.docker;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.Settings;
import dev.bounce.diag.Code;
import dev.bounce.host.Endpoint;
import dev.bounce.host.FileOwnership;
import dev.bounce.host.Host;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where dockerd listens, found as the docker command finds it: the property {@code server}, else
 * {@code DOCKER_HOST}, else its usual socket. Contexts of the docker command are not read.
 *
 * <p>Safety: a socket that belongs to somebody other than root and the user of bounce is refused;
 * it could make root believe in containers that are not there.
 */
final class EngineAddress {
  static final String VARIABLE = "DOCKER_HOST";
  static final Path USUAL = Path.of("/var/run/docker.sock");

  private static final Pattern UNIX = Pattern.compile("unix://(/[^\\x00]*)");
  private static final Pattern TCP =
      Pattern.compile("(?:tcp|http)://(\\[[0-9a-fA-F:.]+]|[^\\s/@:\\[\\]]+)(?::([0-9]{1,5}))?/?");

  /** The port of an Engine that speaks without TLS, as the docker command has it. */
  private static final int USUAL_PORT = 2375;

  private static final int LARGEST_PORT = 0xffff;

  private final Function<String, Optional<String>> environment;

  /**
   * @param environment variables of bounce by name
   */
  EngineAddress(Function<String, Optional<String>> environment) {
    this.environment = environment;
  }

  /** Returns where it listens as far as the settings tell. Pure. */
  static Endpoint planned(Settings settings) {
    return server(settings)
        .map(server ->
            parse(server)
                .orElseGet(() -> new Endpoint.Discovered("the Docker Engine that `server` names")))
        .orElseGet(() -> new Endpoint.Discovered("the Docker Engine of this machine"));
  }

  /** An empty text is no address: so a module can hand its parameter on. */
  private static Optional<String> server(Settings settings) {
    return settings.text("server").filter(server -> !server.isEmpty());
  }

  /** Finds it. */
  Endpoint find(Settings settings, Host host) throws BackendException {
    return find(server(settings), host);
  }

  /** Finds the one that there is without any property. */
  Endpoint find(Host host) throws BackendException {
    return find(Optional.empty(), host);
  }

  private Endpoint find(Optional<String> server, Host host) throws BackendException {
    Optional<String> variable = environment.apply(VARIABLE).filter(text -> !text.isBlank());
    Endpoint endpoint;
    if (server.isPresent()) {
      endpoint = endpoint(server.get(), "the property `server`");
    } else if (variable.isPresent()) {
      endpoint = endpoint(variable.get(), VARIABLE);
    } else {
      endpoint = new Endpoint.Unix(USUAL);
    }
    if (endpoint instanceof Endpoint.Unix(Path socket)) {
      refuseStrangers(socket, host);
    }
    return endpoint;
  }

  private Endpoint endpoint(String url, String origin) throws BackendException {
    if (url.startsWith("ssh://")) {
      throw refused(
          origin,
          "bounce does not reach an Engine through ssh",
          "forward its socket (`ssh -L /tmp/docker.sock:/var/run/docker.sock HOST`) and name"
              + " that with `server \"unix:///tmp/docker.sock\"`");
    }
    boolean tls =
        url.startsWith("https://")
            || (url.startsWith("tcp://")
                && environment.apply("DOCKER_TLS_VERIFY").filter(it -> !it.isEmpty()).isPresent());
    if (tls) {
      throw refused(
          origin,
          "bounce has no certificate of a client to show to an Engine behind TLS",
          "run bounce on the Engine's own machine, or forward its socket with ssh -L");
    }
    // The URL itself stays out of the message: somebody may have put a password into it.
    return parse(url)
        .orElseThrow(() ->
            refused(
                origin,
                "it is neither unix:///path/of.sock nor tcp://host:port",
                "write for example unix:///var/run/docker.sock"));
  }

  private static BackendException refused(String origin, String cause, String hint) {
    return new BackendException(
        Code.P012, origin + " does not say where a Docker Engine can be reached", cause, hint);
  }

  private static Optional<Endpoint> parse(String url) {
    Matcher unix = UNIX.matcher(url);
    if (unix.matches()) {
      try {
        return Optional.of(new Endpoint.Unix(Path.of(unix.group(1)).normalize()));
      } catch (InvalidPathException _) {
        return Optional.empty();
      }
    }
    Matcher tcp = TCP.matcher(url);
    if (!tcp.matches()) {
      return Optional.empty();
    }
    int port = tcp.group(2) == null ? USUAL_PORT : Integer.parseInt(tcp.group(2));
    return port == 0 || port > LARGEST_PORT
        ? Optional.empty()
        : Optional.of(new Endpoint.Tcp(tcp.group(1).replaceAll("[\\[\\]]", ""), port));
  }

  private static void refuseStrangers(Path socket, Host host) throws BackendException {
    // Who may connect is its mode's business, so that is not looked at.
    Optional<FileOwnership> stranger =
        host.ownership(socket).filter(ownership -> !ownership.trusted());
    if (stranger.isPresent()) {
      throw new BackendException(
          Code.B005,
          "the socket " + socket + " is not believed to be a Docker Engine's",
          "it belongs to "
              + stranger.get().owner()
              + ", who is neither root nor the user of bounce",
          "run bounce as the user who runs that Engine");
    }
  }
}
