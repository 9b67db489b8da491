package dev.bounce.host;

import java.nio.file.Path;

/** Where a socket listens. */
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
}
