package dev.bounce.integration.web;

import dev.bounce.testbed.RawServer;
import dev.bounce.testbed.RawServer.Manner;
import java.net.StandardSocketOptions;

/** Ways in which a server can fail to answer. */
final class RawHealth {
  private RawHealth() {}

  static String answer(String status, String body) {
    return "HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s".formatted(status, body.length(), body);
  }

  static Manner answering(String status, String body) {
    return RawServer.answering(answer(status, body));
  }

  /** Takes the request and sends RST: closing without a linger throws the answer away. */
  static Manner resetting() {
    return connection -> {
      RawServer.read(connection);
      connection.setOption(StandardSocketOptions.SO_LINGER, 0);
    };
  }

  /** Takes the request and says nothing, until the client hangs up. */
  static Manner silent() {
    return connection -> {
      RawServer.read(connection);
      RawServer.read(connection);
    };
  }
}
