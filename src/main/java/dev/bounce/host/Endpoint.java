package dev.bounce.host;

import java.nio.file.Path;

/** Where a socket listens. A host is only ever given a {@link Unix} or a {@link Tcp} one. */
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

  /** A tcp socket. */
  record Tcp(String host, int port) implements Endpoint {
    @Override
    public String shown() {
      return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
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
