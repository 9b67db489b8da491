package dev.bounce.testbed;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Stands between a client and a dockerd, passes everything on, and writes down every request that
 * could change something, in the order in which they came.
 */
public final class EngineProxy implements AutoCloseable {
  private final RawServer server;
  private final Path socket;
  private final Path engine;
  private final List<String> changes = Collections.synchronizedList(new ArrayList<>());

  private EngineProxy(Path socket, Path engine) throws IOException {
    this.socket = socket;
    this.engine = engine;
    this.server = RawServer.unix(socket, this::pass);
  }

  /** Listens on a socket, for the dockerd on another one. */
  public static EngineProxy start(Path socket, Path engine) throws IOException {
    return new EngineProxy(socket, engine);
  }

  /** Returns the socket that it listens on. */
  public Path socket() {
    return socket;
  }

  /** Returns what could change something: {@code POST /containers/web/restart?t=10}. */
  public List<String> changes() {
    synchronized (changes) {
      return List.copyOf(changes);
    }
  }

  /** Forgets what it has seen. */
  public void forget() {
    changes.clear();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void pass(SocketChannel client) throws IOException {
    String request = RawServer.read(client);
    String[] words = request.split(" ", 3);
    if (!words[0].equals("GET") && !words[0].equals("HEAD")) {
      changes.add(words[0] + " " + words[1]);
    }
    RawServer.relay(request, engine, client);
  }
}
