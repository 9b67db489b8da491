package dev.bounce.backend.supervisor;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.Settings;
import dev.bounce.diag.Code;
import dev.bounce.host.Endpoint;
import dev.bounce.host.FileOwnership;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the server the way supervisorctl does: the property {@code server}, else the file that the
 * property {@code config} names, else the first file there is of those that supervisorctl looks
 * for.
 *
 * <p>Safety: a configuration or a socket that belongs to somebody other than root and the user of
 * bounce, or that just anybody could put there, is refused; it could make root talk to a server
 * that lies.
 */
final class AccessFinder {
  /** Where supervisorctl looks, less the two places beside its own executable. */
  private static final List<Path> SEARCHED =
      List.of(
          Path.of("supervisord.conf"),
          Path.of("etc/supervisord.conf"),
          Path.of("/etc/supervisord.conf"),
          Path.of("/etc/supervisor/supervisord.conf"));

  private static final int CONFIGURATION_LIMIT = 1 << 20;
  private static final Pattern HTTP =
      Pattern.compile(
          "http://(\\[[0-9a-fA-F:.]+]|[^\\s/@:\\[\\]]+)(?::([0-9]{1,5}))?(?:/(?:RPC2/?)?)?");
  private static final Pattern UNIX = Pattern.compile("unix://(/[^\\x00]*)");

  private AccessFinder() {}

  /** Returns where the server listens as far as the settings tell. Pure. */
  static Endpoint planned(Settings settings) {
    Optional<String> server = settings.text("server");
    if (server.isPresent()) {
      return parse(server.get())
          .orElseGet(() -> new Endpoint.Discovered("the socket that `server` names"));
    }
    return new Endpoint.Discovered(
        "the socket that "
            + settings.text("config").orElse("the configuration of supervisorctl")
            + " names");
  }

  /** Finds the server on a host, reading its files. */
  static Access find(Settings settings, Host host) throws BackendException {
    Optional<String> server = settings.text("server");
    Access access =
        server.isPresent()
            ? new Access(endpoint(server.get(), "the property `server`"), Optional.empty())
            : configured(settings, host);
    if (access.endpoint() instanceof Endpoint.Unix(Path path)) {
      refuseStrangers(path, host);
    }
    return new Access(access.endpoint(), ownCredentials(settings).or(access::credentials));
  }

  private static Optional<Credentials> ownCredentials(Settings settings) {
    return settings
        .text("username")
        .flatMap(user -> settings.text("password").map(secret -> new Credentials(user, secret)));
  }

  private static Access configured(Settings settings, Host host) throws BackendException {
    Path file = configurationFile(settings, host);
    try {
      ClientConfiguration configuration =
          ClientConfiguration.read(
              host.read(file, CONFIGURATION_LIMIT), folder(file), System::getenv);
      return new Access(
          endpoint(configuration.server(), file + " (serverurl)"), configuration.credentials());
    } catch (HostException e) {
      throw unusable(file, e.message());
    } catch (ClientConfiguration.UnusableException e) {
      throw unusable(file, String.valueOf(e.getMessage()));
    }
  }

  private static BackendException unusable(Path file, String cause) {
    return new BackendException(
        Code.B009,
        "cannot read from " + file + " where supervisord listens",
        cause,
        "say where with `server: \"unix:///path/of.sock\"`");
  }

  private static Path configurationFile(Settings settings, Host host) throws BackendException {
    Optional<String> property = settings.text("config");
    Optional<Path> named = property.flatMap(AccessFinder::path);
    if (property.isPresent() && named.isEmpty()) {
      throw new BackendException(
          Code.P012, "the property `config` cannot be the name of a file", "", "");
    }
    Path file =
        named
            .or(() -> SEARCHED.stream().filter(host::exists).findFirst())
            .orElseThrow(AccessFinder::nothingFound);
    Optional<FileOwnership> strange = strange(file, host).or(() -> strange(folder(file), host));
    if (strange.isPresent()) {
      throw new BackendException(
          Code.B009,
          "the configuration " + file + " is not believed",
          strangeness(strange.get()),
          "say where supervisord listens with `server: \"unix:///path/of.sock\"`");
    }
    return file;
  }

  private static BackendException nothingFound() {
    return new BackendException(
        Code.B001,
        "found no supervisord: there is no configuration of supervisorctl",
        "looked for " + SEARCHED.stream().map(Path::toString).collect(Collectors.joining(", ")),
        "say where it listens with `server: \"unix:///path/of.sock\"`, or name its"
            + " configuration with `config: \"/path/supervisord.conf\"`");
  }

  private static Endpoint endpoint(String url, String origin) throws BackendException {
    // The URL itself stays out of the message: somebody may have put a password into it.
    return parse(url)
        .orElseThrow(() ->
            new BackendException(
                Code.P012,
                origin + " is not the address of a supervisord",
                "",
                "write unix:///path/of.sock or http://host:port; credentials belong in"
                    + " `username` and `password`"));
  }

  private static Optional<Endpoint> parse(String url) {
    Matcher unix = UNIX.matcher(url);
    if (unix.matches()) {
      return path(unix.group(1)).map(path -> new Endpoint.Unix(path.normalize()));
    }
    Matcher http = HTTP.matcher(url);
    if (!http.matches()) {
      return Optional.empty();
    }
    String host = http.group(1);
    int port = http.group(2) == null ? 80 : Integer.parseInt(http.group(2));
    return port == 0 || port > 0xffff
        ? Optional.empty()
        : Optional.of(new Endpoint.Tcp(host.replaceAll("[\\[\\]]", ""), port));
  }

  /** Returns a path, absent where the operating system has no such names. */
  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private static void refuseStrangers(Path socket, Host host) throws BackendException {
    // Who may connect to a socket is its mode's business, so that is not looked at.
    Optional<FileOwnership> strange =
        host.ownership(socket)
            .filter(ownership -> !ownership.trusted())
            .or(() -> strange(folder(socket), host));
    if (strange.isPresent()) {
      throw new BackendException(
          Code.B005,
          "the socket " + socket + " is not believed to be supervisord's",
          strangeness(strange.get()),
          "run bounce as the user who runs that supervisord, or give the socket and its folder to"
              + " root");
    }
  }

  private static Path folder(Path file) {
    return Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
  }

  /** Returns the ownership of a file that a stranger could have put there; absent for any other. */
  private static Optional<FileOwnership> strange(Path file, Host host) {
    return host.ownership(file)
        .filter(ownership -> !ownership.trusted() || ownership.replaceable());
  }

  private static String strangeness(FileOwnership ownership) {
    return ownership.trusted()
        ? "anybody may write there"
        : "it belongs to " + ownership.owner() + ", who is neither root nor the user of bounce";
  }
}
