package dev.bounce.integration.rolling;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;

/** What somebody else than bounce is answered. */
final class Requests {
  private static final int PATIENCE_MILLIS = 10_000;

  private Requests() {}

  /** Returns the body of an answer, over a connection of its own. */
  static String get(URI address) throws IOException {
    URLConnection connection = address.toURL().openConnection();
    connection.setConnectTimeout(PATIENCE_MILLIS);
    connection.setReadTimeout(PATIENCE_MILLIS);
    connection.setRequestProperty("Connection", "close");
    try (InputStream body = connection.getInputStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
