package dev.bounce.testbed;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Stands between a client and an HTTP server on a unix socket, passes everything on, and writes
 * down every request that could change something, in the order in which they came: {@code GET
 * /restart}, without its query.
 */
public final class RequestRecorder implements AutoCloseable {
  private final RawServer server;
  private final Path behind;
  private final Set<String> reading;
  private final List<String> changes = Collections.synchronizedList(new ArrayList<>());

  private RequestRecorder(Path socket, Path behind, Set<String> reading) throws IOException {
    this.behind = behind;
    this.reading = Set.copyOf(reading);
    this.server = RawServer.unix(socket, this::pass);
  }

  /**
   * Listens on a socket, for the server on another one.
   *
   * @param reading the requests that only read: {@code GET /stats}
   */
  public static RequestRecorder start(Path socket, Path behind, Set<String> reading)
      throws IOException {
    return new RequestRecorder(socket, behind, reading);
  }

  /** Returns the requests that could change something. */
  public List<String> changes() {
    synchronized (changes) {
      return List.copyOf(changes);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void pass(SocketChannel client) throws IOException {
    String request = RawServer.read(client);
    String[] words = request.split(" ", 3);
    String shown = words[0] + " " + words[1].split("\\?", 2)[0];
    if (!reading.contains(shown)) {
      changes.add(shown);
    }
    try (SocketChannel upstream = SocketChannel.open(UnixDomainSocketAddress.of(behind))) {
      ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        upstream.write(bytes);
      }
      ByteBuffer answer = ByteBuffer.allocate(1 << 16);
      while (upstream.read(answer) >= 0) {
        answer.flip();
        while (answer.hasRemaining()) {
          client.write(answer);
        }
        answer.clear();
      }
    }
  }
}
