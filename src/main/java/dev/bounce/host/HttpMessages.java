package dev.bounce.host;

import dev.bounce.host.HostException.Reason;
import dev.bounce.value.Texts;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTTP/1.1 as bytes (RFC 9112): writes a request, reads an answer. Everything read is bounded. */
final class HttpMessages {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");
  private static final int LINE_LIMIT = 1 << 13;
  private static final int HEADER_LIMIT = 1 << 7;

  private HttpMessages() {}

  /**
   * Returns a request as it goes over the wire.
   *
   * @throws HostException FAILED when a part of it would be taken for something else, such as a
   *     path with a line break
   */
  static byte[] request(HttpRequest request) throws HostException {
    StringBuilder head = new StringBuilder();
    head.append(sound(request.method(), TOKEN.matcher(request.method()).matches(), "method"));
    head.append(' ').append(sound(request.path(), isTarget(request.path()), "path"));
    head.append(" HTTP/1.1\r\n");
    Map<String, List<String>> headers = new LinkedHashMap<>(request.headers());
    if (headers.keySet().stream().noneMatch("host"::equalsIgnoreCase)) {
      append(head, "Host", hostHeader(request.endpoint()));
    }
    append(head, "Connection", "close");
    if (request.body().length > 0 || !request.method().equals("GET")) {
      append(head, "Content-Length", Integer.toString(request.body().length));
    }
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      for (String value : header.getValue()) {
        append(head, header.getKey(), value);
      }
    }
    byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream message = new ByteArrayOutputStream(start.length + request.body().length);
    message.writeBytes(start);
    message.writeBytes(request.body());
    return message.toByteArray();
  }

  /**
   * Reads one answer; interim ones (1xx) are passed over.
   *
   * @param method that of the request: the answer to HEAD has no body
   * @param where what error messages call the other side
   * @throws IOException when the connection ends before the answer does
   * @throws HostException UNREADABLE when it is not HTTP
   */
  static HttpResponse response(InputStream input, String method, String where)
      throws IOException, HostException {
    HttpResponse head = head(input, where);
    return isBodiless(head, method) ? head : withBody(head, input, where);
  }

  /**
   * Reads one answer, and hands its body on as it comes where its status is below 400.
   *
   * @see #response
   */
  static HttpResponse streamed(InputStream input, String method, String where, OutputStream sink)
      throws IOException, HostException {
    HttpResponse head = head(input, where);
    if (isBodiless(head, method)) {
      return head;
    }
    if (head.status() >= 400) {
      return withBody(head, input, where);
    }
    if (isChunked(head.headers(), where)) {
      for (long size = chunkSize(line(input, where), where);
          size > 0;
          size = chunkSize(line(input, where), where)) {
        copy(input, size, sink);
        line(input, where);
      }
    } else {
      OptionalLong length = contentLength(head.headers(), where);
      copy(input, length.orElse(Long.MAX_VALUE), sink);
    }
    return head;
  }

  /** Reads everything before the body. */
  private static HttpResponse head(InputStream input, String where)
      throws IOException, HostException {
    int status;
    Map<String, List<String>> headers;
    do {
      status = status(line(input, where), where);
      headers = headers(input, where);
    } while (status < 200);
    return new HttpResponse(status, headers, new byte[0]);
  }

  private static boolean isBodiless(HttpResponse head, String method) {
    return method.equals("HEAD") || head.status() == 204 || head.status() == 304;
  }

  private static HttpResponse withBody(HttpResponse head, InputStream input, String where)
      throws IOException, HostException {
    return new HttpResponse(head.status(), head.headers(), body(input, head.headers(), where));
  }

  /**
   * Copies at most that many bytes; what there is of them is handed on without waiting for more.
   */
  private static void copy(InputStream input, long length, OutputStream sink) throws IOException {
    byte[] buffer = new byte[LINE_LIMIT];
    long left = length;
    while (left > 0) {
      int read = input.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        if (length != Long.MAX_VALUE) {
          throw new EOFException("it was closed in the middle of the answer");
        }
        return;
      }
      sink.write(buffer, 0, read);
      left -= read;
    }
  }

  private static String sound(String text, boolean sound, String what) throws HostException {
    if (!sound) {
      throw new HostException(
          Reason.FAILED, "not a usable " + what + " of an HTTP request: " + Texts.quoted(text));
    }
    return text;
  }

  private static boolean isTarget(String path) {
    return path.startsWith("/") && path.chars().noneMatch(c -> c <= ' ' || c == 0x7f);
  }

  private static void append(StringBuilder head, String name, String value) throws HostException {
    sound(name, TOKEN.matcher(name).matches(), "header name");
    if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
      // The value stays out of the message: it may be a credential.
      throw new HostException(
          Reason.FAILED, "the value of the header " + name + " holds a control character");
    }
    head.append(name).append(": ").append(value).append("\r\n");
  }

  private static String hostHeader(Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.Tcp(String host, int port) ->
          (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
      case Endpoint.Secured(String host, int port, var _) ->
          (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
      case Endpoint.Unix _, Endpoint.Abstract _, Endpoint.Discovered _ -> "localhost";
    };
  }

  private static int status(String line, String where) throws HostException {
    Matcher matcher = STATUS.matcher(line);
    if (!matcher.matches()) {
      throw unreadable(where, "its first line is " + Texts.quoted(start(line)));
    }
    return Integer.parseInt(matcher.group(1));
  }

  private static Map<String, List<String>> headers(InputStream input, String where)
      throws IOException, HostException {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    int count = 0;
    for (String line = line(input, where); !line.isEmpty(); line = line(input, where)) {
      int colon = line.indexOf(':');
      if (colon <= 0 || ++count > HEADER_LIMIT) {
        throw unreadable(where, colon <= 0 ? "a header has no colon" : "it has too many headers");
      }
      headers
          .computeIfAbsent(
              line.substring(0, colon).strip().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    return headers;
  }

  private static byte[] body(InputStream input, Map<String, List<String>> headers, String where)
      throws IOException, HostException {
    if (isChunked(headers, where)) {
      return chunked(input, where);
    }
    OptionalLong length = contentLength(headers, where);
    if (length.isEmpty()) {
      return input.readNBytes(Host.OUTPUT_LIMIT);
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    append(body, input, length.getAsLong());
    return body.toByteArray();
  }

  private static boolean isChunked(Map<String, List<String>> headers, String where)
      throws HostException {
    List<String> encodings = headers.getOrDefault("transfer-encoding", List.of());
    if (encodings.isEmpty()) {
      return false;
    }
    if (encodings.size() > 1 || !encodings.getFirst().equalsIgnoreCase("chunked")) {
      throw unreadable(where, "its transfer encoding is " + Texts.quoted(encodings.toString()));
    }
    return true;
  }

  private static OptionalLong contentLength(Map<String, List<String>> headers, String where)
      throws HostException {
    List<String> lengths = headers.getOrDefault("content-length", List.of());
    if (lengths.isEmpty()) {
      return OptionalLong.empty();
    }
    String length = lengths.getFirst();
    if (lengths.stream().distinct().count() > 1 || !length.matches("[0-9]{1,18}")) {
      throw unreadable(where, "its content length is " + Texts.quoted(start(lengths.toString())));
    }
    return OptionalLong.of(Long.parseLong(length));
  }

  private static byte[] chunked(InputStream input, String where) throws IOException, HostException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (body.size() < Host.OUTPUT_LIMIT) {
      long size = chunkSize(line(input, where), where);
      if (size == 0) {
        headers(input, where);
        break;
      }
      append(body, input, size);
      if (body.size() < Host.OUTPUT_LIMIT && !line(input, where).isEmpty()) {
        throw unreadable(where, "a chunk is longer than it says");
      }
    }
    return body.toByteArray();
  }

  private static long chunkSize(String line, String where) throws HostException {
    String size = line.split(";", 2)[0].strip();
    if (!size.matches("[0-9a-fA-F]{1,15}")) {
      throw unreadable(where, "a chunk's size is " + Texts.quoted(start(line)));
    }
    return Long.parseLong(size, 16);
  }

  /** Reads {@code length} bytes, or as many as may still be kept. */
  private static void append(ByteArrayOutputStream body, InputStream input, long length)
      throws IOException {
    int wanted = (int) Math.min(length, Host.OUTPUT_LIMIT - body.size());
    byte[] bytes = input.readNBytes(wanted);
    if (bytes.length < wanted) {
      throw new EOFException("it was closed in the middle of the answer");
    }
    body.writeBytes(bytes);
  }

  /** Reads a line up to its line feed; a carriage return before that belongs to the line's end. */
  private static String line(InputStream input, String where) throws IOException, HostException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = input.read(); next != '\n'; next = input.read()) {
      if (next < 0) {
        throw new EOFException("it was closed before an answer came");
      }
      if (line.size() == LINE_LIMIT) {
        throw unreadable(where, "a line of its head is longer than " + LINE_LIMIT + " bytes");
      }
      line.write(next);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  private static String start(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }

  private static HostException unreadable(String where, String why) {
    return new HostException(Reason.UNREADABLE, where + " does not answer in HTTP: " + why);
  }
}
