package dev.bounce.host;

import java.util.List;
import java.util.Map;

/**
 * A request over a unix or tcp socket.
 *
 * @param endpoint where it goes
 * @param tls whether TLS is spoken
 * @param method {@code GET}, {@code POST}
 * @param path with its query
 * @param headers by name; {@code Connection} and {@code Content-Length} are added, {@code Host}
 *     where it is not given
 * @param body possibly empty
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and not worth a copy
public record HttpRequest(
    Endpoint endpoint,
    boolean tls,
    String method,
    String path,
    Map<String, List<String>> headers,
    byte[] body) {
  /** Returns the request line without query, headers and body: they may hold credentials. */
  @Override
  public String toString() {
    return "HttpRequest["
        + method
        + " "
        + path.split("\\?", 2)[0]
        + " on "
        + endpoint.shown()
        + "]";
  }
}
