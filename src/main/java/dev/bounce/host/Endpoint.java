package dev.bounce.host;

import java.nio.file.Path;
import java.util.Optional;

/** Where a socket listens. A host is given any but a {@link Discovered} one. */
public sealed interface Endpoint {
  /** Returns the address as a URL without credentials. */
  String shown();

  /** A unix socket by its file. */
  record Unix(Path path) implements Endpoint {
    @Override
    public String shown() {
      return "unix://" + path;
    }
  }

  /**
   * A unix socket of Linux's abstract namespace, unix(7): it has no file.
   *
   * @param name without the zero byte before it, which URLs show as {@code @}
   */
  record Abstract(String name) implements Endpoint {
    @Override
    public String shown() {
      return "unix://@" + name;
    }
  }

  /** A tcp socket. */
  record Tcp(String host, int port) implements Endpoint {
    @Override
    public String shown() {
      return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /**
   * A tcp socket on which TLS is spoken.
   *
   * @param certificate a PEM file with the certificates that are believed: the server's own, for
   *     which its name does not matter, or those of authorities; absent for the JDK's authorities
   */
  record Secured(String host, int port, Optional<Path> certificate) implements Endpoint {
    @Override
    public String shown() {
      return "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /**
   * A socket that is looked up when it is needed, by the one who then calls it; a host never sees
   * this.
   *
   * @param description what is looked up where: {@code the socket that /etc/supervisord.conf names}
   */
  record Discovered(String description) implements Endpoint {
    @Override
    public String shown() {
      return description;
    }
  }
}
