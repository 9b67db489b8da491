package dev.bounce.host;

import dev.bounce.host.HostException.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** A connection that is opened to see whether that is possible. */
final class Connection {
  private Connection() {}

  /** Opens a connection and closes it again. */
  static void tryOut(Endpoint endpoint, Duration timeout) throws HostException {
    if (endpoint instanceof Endpoint.Abstract(String name)) {
      tryOutAbstract(endpoint, name, timeout);
      return;
    }
    try (SocketChannel channel = open(endpoint)) {
      channel.configureBlocking(false);
      if (!channel.connect(address(endpoint))) {
        await(endpoint, channel, timeout);
      }
    } catch (ClosedByInterruptException e) {
      throw interrupted(endpoint);
    } catch (IOException e) {
      throw failure(endpoint, e);
    }
  }

  private static void tryOutAbstract(Endpoint endpoint, String name, Duration timeout)
      throws HostException {
    try (AbstractSocket socket = new AbstractSocket(name)) {
      if (!socket.connect(timeout)) {
        throw new HostException(Reason.TIMEOUT, endpoint.shown() + ": no answer in time");
      }
    }
  }

  private static void await(Endpoint endpoint, SocketChannel channel, Duration timeout)
      throws IOException, HostException {
    try (Selector selector = Selector.open()) {
      channel.register(selector, SelectionKey.OP_CONNECT);
      int ready = selector.select(Math.max(1, timeout.toMillis()));
      if (Thread.currentThread().isInterrupted()) {
        throw interrupted(endpoint);
      }
      if (ready == 0) {
        throw new HostException(Reason.TIMEOUT, endpoint.shown() + ": no answer in time");
      }
      channel.finishConnect();
    }
  }

  private static SocketChannel open(Endpoint endpoint) throws IOException {
    return switch (endpoint) {
      case Endpoint.Unix _ -> SocketChannel.open(StandardProtocolFamily.UNIX);
      case Endpoint.Tcp _, Endpoint.Secured _ -> SocketChannel.open();
      case Endpoint.Abstract _, Endpoint.Discovered _ ->
          throw new IllegalArgumentException(endpoint.shown());
    };
  }

  private static SocketAddress address(Endpoint endpoint) throws HostException {
    return switch (endpoint) {
      case Endpoint.Unix(var path) -> UnixDomainSocketAddress.of(path);
      case Endpoint.Tcp(var host, int port) -> address(host, port);
      case Endpoint.Secured(var host, int port, var _) -> address(host, port);
      case Endpoint.Abstract _, Endpoint.Discovered _ ->
          throw new IllegalArgumentException(endpoint.shown());
    };
  }

  private static InetSocketAddress address(String host, int port) throws HostException {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new HostException(Reason.FAILED, "no address is known for " + host);
    }
    return address;
  }

  private static HostException interrupted(Endpoint endpoint) {
    return new HostException(Reason.INTERRUPTED, endpoint.shown() + ": interrupted");
  }

  private static HostException failure(Endpoint endpoint, IOException e) {
    String words = String.valueOf(e.getMessage());
    // Java has no types for what a unix socket answers; the words are those of strerror(3).
    Reason reason =
        e instanceof ConnectException || words.contains("No such file")
            ? Reason.ABSENT
            : words.contains("Permission denied") ? Reason.PERMISSION : Reason.FAILED;
    return new HostException(reason, endpoint.shown() + ": " + words);
  }
}
