package dev.bounce.backend.puma;

import dev.bounce.host.Endpoint;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The addresses that Puma's {@code control_url} may hold, read as its binder.rb reads them. */
final class ControlUrl {
  private static final Pattern UNIX = Pattern.compile("unix://(@?)([^?\\x00]+)(?:\\?.*)?");
  private static final Pattern TCP =
      Pattern.compile(
          "(tcp|ssl)://(\\[[0-9a-fA-F:.]+]|[^\\s/@:\\[\\]?]+):([0-9]{1,5})/?(?:\\?(.*))?");
  private static final Pattern CERTIFICATE = Pattern.compile("(?:.*&)?cert=([^&]+)(?:&.*)?");

  private ControlUrl() {}

  /**
   * Returns the address as an endpoint; absent when it is none.
   *
   * @param certificate what is believed of a server that speaks TLS; where absent, the very
   *     certificate that the URL tells Puma to show
   */
  static Optional<Endpoint> parse(String url, Optional<Path> certificate) {
    Matcher unix = UNIX.matcher(url);
    if (unix.matches()) {
      String name = unix.group(2).replace("%20", " ");
      return unix.group(1).isEmpty()
          ? path(name).filter(Path::isAbsolute).map(Endpoint.Unix::new)
          : Optional.of(new Endpoint.Abstract(name));
    }
    Matcher tcp = TCP.matcher(url);
    if (!tcp.matches()) {
      return Optional.empty();
    }
    String host = tcp.group(2).replaceAll("[\\[\\]]", "");
    int port = Integer.parseInt(tcp.group(3));
    if (port == 0 || port > 0xffff) {
      return Optional.empty();
    }
    return Optional.of(
        tcp.group(1).equals("tcp")
            ? new Endpoint.Tcp(host, port)
            : new Endpoint.Secured(
                host, port, certificate.or(() -> shownCertificate(tcp.group(4)))));
  }

  private static Optional<Path> shownCertificate(@Nullable String query) {
    if (query == null) {
      return Optional.empty();
    }
    Matcher matcher = CERTIFICATE.matcher(query);
    return matcher.matches() ? path(matcher.group(1)) : Optional.empty();
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }
}
