package dev.bounce.host;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * An answer.
 *
 * @param status the status code
 * @param headers by lower-case name
 * @param body at most {@link Host#OUTPUT_LIMIT} bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and not worth a copy
public record HttpResponse(int status, Map<String, List<String>> headers, byte[] body) {
  /** Returns the body as UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
