package dev.bounce.testbed;

import dev.bounce.host.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A server that says exactly what a test wants it to, whether that is HTTP or not. */
public final class RawServer implements AutoCloseable {
  /** What is done with a connection; it is closed afterwards. */
  @FunctionalInterface
  public interface Manner {
    /** Speaks. */
    void speak(SocketChannel connection) throws IOException;
  }

  private final ServerSocketChannel server;
  private final Thread accepting;
  private final Endpoint endpoint;
  private final Manner manner;

  private RawServer(ServerSocketChannel server, Endpoint endpoint, Manner manner) {
    this.server = server;
    this.endpoint = endpoint;
    this.manner = manner;
    accepting = Thread.ofVirtual().start(this::serve);
  }

  /** Listens on a unix socket. */
  public static RawServer unix(Path path, Manner manner) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(path));
    return new RawServer(server, new Endpoint.Unix(path), manner);
  }

  /** Listens on a tcp port of the loopback address. */
  public static RawServer tcp(Manner manner) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
    return new RawServer(server, new Endpoint.Tcp("127.0.0.1", port), manner);
  }

  /** Returns where it listens. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /** Returns a manner that reads one request and answers it with a text. */
  public static Manner answering(String answer) {
    return connection -> {
      read(connection);
      say(connection, answer);
    };
  }

  /** Says something, in ISO 8859-1. */
  public static void say(SocketChannel connection, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    while (bytes.hasRemaining()) {
      connection.write(bytes);
    }
  }

  /** Reads one request, its body included where it says how long that is. */
  public static String read(SocketChannel connection) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    while (!isWhole(request.toString(StandardCharsets.UTF_8)) && connection.read(buffer) >= 0) {
      request.write(buffer.array(), 0, buffer.position());
      buffer.clear();
    }
    return request.toString(StandardCharsets.UTF_8);
  }

  /** Passes a request on to the server on a socket, and all that this says to the client. */
  public static void relay(String request, Path server, SocketChannel client) throws IOException {
    try (SocketChannel upstream = SocketChannel.open(UnixDomainSocketAddress.of(server))) {
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

  @Override
  public void close() throws IOException {
    server.close();
    try {
      // The socket is gone only when nobody waits in accept any more.
      accepting.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isWhole(String request) {
    int head = request.indexOf("\r\n\r\n");
    if (head < 0) {
      return false;
    }
    int length =
        request
            .substring(0, head)
            .lines()
            .filter(line -> line.startsWith("Content-Length: "))
            .mapToInt(line -> Integer.parseInt(line.substring("Content-Length: ".length())))
            .findFirst()
            .orElse(0);
    return request.substring(head + 4).getBytes(StandardCharsets.UTF_8).length >= length;
  }

  private void serve() {
    while (server.isOpen()) {
      try {
        SocketChannel connection = server.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serve(SocketChannel connection) {
    try (connection) {
      manner.speak(connection);
    } catch (IOException _) {
      // The client has hung up; what it made of that is the test's business.
    }
  }
}
