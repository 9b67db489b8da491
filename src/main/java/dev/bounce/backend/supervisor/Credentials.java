package dev.bounce.backend.supervisor;

import dev.bounce.value.Texts;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What supervisord's server asks for. Never shown. */
record Credentials(String username, String password) {
  /** Returns the value of the header Authorization. */
  String header() {
    byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  @Override
  public String toString() {
    return "Credentials[" + Texts.MASK + "]";
  }
}
