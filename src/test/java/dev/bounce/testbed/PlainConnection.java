package dev.bounce.testbed;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection for HTTP/1.1, with nothing in between: it repeats nothing and hides
 * nothing. It is opened when it is needed.
 */
final class PlainConnection {
  private final URI address;
  private final int patienceMillis;
  private @Nullable Socket socket;
  private boolean answerHasBegun;

  PlainConnection(URI address, Duration patience) {
    this.address = address;
    this.patienceMillis = Math.toIntExact(patience.toMillis());
  }

  /** Tells whether it is open, as far as is known on this side. */
  boolean isOpen() {
    return socket != null;
  }

  /** Tells whether anything has come back for the last request. */
  boolean answerHasBegun() {
    return answerHasBegun;
  }

  /**
   * Asks, and reads the whole answer; closes the connection unless both sides keep it.
   *
   * @return the status
   * @throws IOException when the connection cannot be made or ends before the answer does, after
   *     which it is closed
   */
  int ask(boolean keeping) throws IOException {
    answerHasBegun = false;
    boolean kept = false;
    try {
      Socket current = opened();
      current.getOutputStream().write(request(keeping));
      InputStream in = new BufferedInputStream(current.getInputStream());
      String status = line(in);
      Map<String, String> headers = headers(in);
      boolean bounded = readBody(in, headers);
      kept = keeping && bounded && !"close".equalsIgnoreCase(headers.get("connection"));
      return Integer.parseInt(status.split(" ", 3)[1]);
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new IOException("this is no HTTP", e);
    } finally {
      if (!kept) {
        close();
      }
    }
  }

  private Socket opened() throws IOException {
    Socket current = socket;
    if (current == null) {
      current = new Socket();
      socket = current;
      current.setTcpNoDelay(true);
      current.setSoTimeout(patienceMillis);
      current.connect(new InetSocketAddress(address.getHost(), address.getPort()), patienceMillis);
    }
    return current;
  }

  private byte[] request(boolean keeping) {
    return "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: %s\r\n\r\n"
        .formatted(address.getPath(), address.getAuthority(), keeping ? "keep-alive" : "close")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = read(in); next != '\n'; next = read(in)) {
      line.append((char) next);
    }
    return line.toString().strip();
  }

  private int read(InputStream in) throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException(answerHasBegun ? "within the answer" : "without an answer");
    }
    answerHasBegun = true;
    return next;
  }

  private Map<String, String> headers(InputStream in) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String[] parts = line.split(":", 2);
      headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
    }
    return headers;
  }

  /**
   * Reads the body, and returns whether its end was told by anything but that of the connection.
   */
  private boolean readBody(InputStream in, Map<String, String> headers) throws IOException {
    String length = headers.get("content-length");
    if (length != null) {
      skip(in, Integer.parseInt(length));
      return true;
    }
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      for (int size = chunk(in); size > 0; size = chunk(in)) {
        skip(in, size + 2);
      }
      line(in);
      return true;
    }
    in.transferTo(OutputStream.nullOutputStream());
    return false;
  }

  private int chunk(InputStream in) throws IOException {
    return Integer.parseInt(line(in), 16);
  }

  private void skip(InputStream in, int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      read(in);
    }
  }

  void close() {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException _) {
      // it was not needed any more
    }
    socket = null;
  }
}
