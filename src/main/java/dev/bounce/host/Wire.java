package dev.bounce.host;

import dev.bounce.host.HostException.Reason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection that any thread may close while another one waits on it: the one that waits then
 * fails at once.
 */
final class Wire implements AutoCloseable {
  private static final int CONNECT_ATTEMPTS = 20;

  private final Endpoint endpoint;
  private @Nullable SocketChannel channel;
  private @Nullable AbstractSocket abstractSocket;
  private @Nullable Socket secured;
  private boolean closed;

  private Wire(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** Returns a connection that is not made yet. */
  static Wire to(Endpoint endpoint) {
    return new Wire(endpoint);
  }

  /** Connects; waits for as long as the operating system does. */
  void connect() throws HostException {
    switch (endpoint) {
      case Endpoint.Unix(Path path) -> connectUnix(path);
      case Endpoint.Abstract(String name) -> connectAbstract(name);
      case Endpoint.Tcp(String host, int port) -> connectTcp(host, port);
      case Endpoint.Secured(String host, int port, var _) -> connectTcp(host, port);
      case Endpoint.Discovered(String description) ->
          throw new IllegalArgumentException("not looked up yet: " + description);
    }
  }

  /** Speaks TLS from here on, and believes only a certificate for this server. */
  void secure() throws HostException {
    switch (endpoint) {
      case Endpoint.Tcp(String host, int port) -> secure(host, port, Optional.empty());
      case Endpoint.Secured(String host, int port, var certificate) ->
          secure(host, port, certificate);
      case Endpoint.Unix _, Endpoint.Abstract _, Endpoint.Discovered _ ->
          throw new HostException(Reason.FAILED, "TLS is spoken over tcp only");
    }
  }

  private void secure(String host, int port, Optional<Path> certificate) throws HostException {
    try {
      secured = Tls.over(connected().socket(), host, port, certificate);
    } catch (IOException e) {
      throw new HostException(
          Reason.FAILED, "TLS with " + endpoint.shown() + " failed: " + e.getMessage());
    }
  }

  InputStream input() throws IOException {
    AbstractSocket fileless = abstractSocket;
    if (fileless != null) {
      return new BufferedInputStream(fileless.input());
    }
    Socket socket = secured;
    return new BufferedInputStream(
        socket == null ? Channels.newInputStream(connected()) : socket.getInputStream());
  }

  OutputStream output() throws IOException {
    AbstractSocket fileless = abstractSocket;
    if (fileless != null) {
      return fileless.output();
    }
    Socket socket = secured;
    return socket == null ? Channels.newOutputStream(connected()) : socket.getOutputStream();
  }

  /** Closes the connection, and keeps one that is being made from being used. */
  @Override
  public synchronized void close() {
    closed = true;
    drop();
  }

  private synchronized SocketChannel connected() {
    if (channel == null) {
      throw new IllegalStateException("not connected");
    }
    return channel;
  }

  /** A server that starts anew puts its socket back just when this one asks why there was none. */
  private void connectUnix(Path path) throws HostException {
    for (int attempt = 1; ; attempt++) {
      try {
        connect(StandardProtocolFamily.UNIX, UnixDomainSocketAddress.of(path));
        return;
      } catch (ClosedChannelException e) {
        throw new HostException(Reason.BROKEN, "the connection to " + endpoint.shown() + " ended");
      } catch (IOException e) {
        HostException refused = refusedByUnix(path, e);
        if (refused.reason() != Reason.FAILED || attempt == CONNECT_ATTEMPTS) {
          throw refused;
        }
      }
    }
  }

  private void connectAbstract(String name) throws HostException {
    AbstractSocket fresh = new AbstractSocket(name);
    synchronized (this) {
      abstractSocket = fresh;
      if (closed) {
        fresh.close();
      }
    }
    fresh.connect();
  }

  private void connectTcp(String host, int port) throws HostException {
    Optional<IOException> failure = Optional.empty();
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        try {
          connect(null, new InetSocketAddress(address, port));
          return;
        } catch (IOException e) {
          failure = Optional.of(e);
        }
      }
    } catch (UnknownHostException _) {
      throw new HostException(Reason.ABSENT, "no address is known for " + host);
    }
    throw refusedByTcp(failure.orElseGet(() -> new ConnectException("no address")));
  }

  private void connect(@Nullable StandardProtocolFamily family, SocketAddress address)
      throws IOException {
    SocketChannel fresh = family == null ? SocketChannel.open() : SocketChannel.open(family);
    synchronized (this) {
      drop();
      channel = fresh;
      if (closed) {
        drop();
      }
    }
    fresh.connect(address);
  }

  private synchronized void drop() {
    if (abstractSocket != null) {
      abstractSocket.close();
    }
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException _) {
      // It is gone all the same.
    }
  }

  /** Finds out why; the operating system's words cannot tell, as they depend on the locale. */
  private HostException refusedByUnix(Path path, IOException failure) {
    try {
      path.getFileSystem().provider().checkAccess(path, AccessMode.WRITE);
    } catch (AccessDeniedException _) {
      return new HostException(Reason.PERMISSION, "no permission to use the socket " + path);
    } catch (IOException _) {
      return new HostException(Reason.ABSENT, "there is no socket " + path);
    }
    return failure instanceof ConnectException
        ? new HostException(Reason.ABSENT, "nobody listens on " + endpoint.shown())
        : new HostException(
            Reason.FAILED, "cannot connect to " + endpoint.shown() + ": " + failure.getMessage());
  }

  private HostException refusedByTcp(IOException failure) {
    boolean nobody =
        failure instanceof ConnectException || failure instanceof NoRouteToHostException;
    return new HostException(
        nobody ? Reason.ABSENT : Reason.FAILED,
        "cannot connect to " + endpoint.shown() + ": " + failure.getMessage());
  }
}
