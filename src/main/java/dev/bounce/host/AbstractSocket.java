package dev.bounce.host;

import dev.bounce.host.HostException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/**
 * A connection to a socket in the abstract namespace of unix(7), which has a name and no file. The
 * JDK knows only unix sockets with a file, so this speaks to the C library.
 *
 * <p>Any thread may close it while another one waits on it; the one that waits then fails at once.
 */
final class AbstractSocket implements AutoCloseable {
  /** Linux's numbers: asm-generic/errno-base.h, asm-generic/errno.h. */
  private static final int EINTR = 4;

  private static final int EAGAIN = 11;
  private static final int EACCES = 13;
  private static final int ECONNREFUSED = 111;

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final int CHUNK_BYTES = 1 << 13;
  private static final int NAME_LIMIT_BYTES = 107;
  private static final long FULL_QUEUE_PAUSE_MILLISECONDS = 10;

  private final String name;
  private int descriptor = -1;
  private int users;
  private boolean closed;

  /**
   * @param name without the zero byte that unix(7) puts before it
   */
  AbstractSocket(String name) {
    this.name = name;
  }

  /**
   * Connects; waits while the listener's queue is full, until this is closed.
   *
   * @throws HostException ABSENT when nobody listens; PERMISSION; INTERRUPTED; FAILED
   */
  void connect() throws HostException {
    while (!connect(LONG)) {
      // Its caller closes it when that takes too long.
    }
  }

  /**
   * Connects, or returns false where the listener's queue stays full for that long.
   *
   * @throws HostException ABSENT when nobody listens; PERMISSION; INTERRUPTED; FAILED
   */
  boolean connect(Duration timeout) throws HostException {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0 || bytes.length > NAME_LIMIT_BYTES) {
      throw new HostException(
          Reason.FAILED, "the name of an abstract socket has 1 to 107 bytes: " + where());
    }
    synchronized (this) {
      if (closed) {
        throw new HostException(Reason.FAILED, where() + " was closed");
      }
      if (descriptor < 0) {
        descriptor = SocketCalls.open();
      }
    }
    long deadline = System.nanoTime() + timeout.toNanos();
    int error = tryToConnect(bytes);
    while (error == EAGAIN || error == EINTR) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      try {
        Thread.sleep(FULL_QUEUE_PAUSE_MILLISECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new HostException(Reason.INTERRUPTED, where() + ": interrupted");
      }
      error = tryToConnect(bytes);
    }
    refuse(error);
    return true;
  }

  private int tryToConnect(byte[] bytes) throws HostException {
    try {
      int open = enter();
      try {
        return SocketCalls.connect(open, bytes);
      } finally {
        leave();
      }
    } catch (IOException e) {
      throw new HostException(Reason.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private void refuse(int error) throws HostException {
    switch (error) {
      case 0 -> {
        // connected
      }
      case ECONNREFUSED -> throw new HostException(Reason.ABSENT, "nobody listens on " + where());
      case EACCES ->
          throw new HostException(Reason.PERMISSION, "no permission to use the socket " + where());
      default ->
          throw new HostException(
              Reason.FAILED, "cannot connect to " + where() + ": errno " + error);
    }
  }

  /** Returns what comes from the other side; reading waits until something does. */
  InputStream input() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        return length == 0 ? 0 : receive(target, offset, length);
      }
    };
  }

  /** Returns what goes to the other side. */
  OutputStream output() {
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] source, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, source.length);
        for (int sent = 0; sent < length; ) {
          sent += transmit(source, offset + sent, length - sent);
        }
      }
    };
  }

  private int receive(byte[] target, int offset, int length) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      int wanted = Math.min(length, CHUNK_BYTES);
      MemorySegment buffer = arena.allocate(wanted);
      int got = transfer(open -> SocketCalls.receive(open, buffer));
      MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, target, offset, got);
      return got == 0 ? -1 : got;
    }
  }

  private int transmit(byte[] source, int offset, int length) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      int wanted = Math.min(length, CHUNK_BYTES);
      MemorySegment buffer = arena.allocate(wanted);
      MemorySegment.copy(source, offset, buffer, ValueLayout.JAVA_BYTE, 0, wanted);
      return transfer(open -> SocketCalls.transmit(open, buffer));
    }
  }

  /** What moves bytes: returns how many, or the negated error. */
  @FunctionalInterface
  private interface Transfer {
    int move(int open);
  }

  /** Moves bytes as soon as that is possible. */
  private int transfer(Transfer transfer) throws IOException {
    while (true) {
      int open = enter();
      try {
        int moved = transfer.move(open);
        if (moved >= 0) {
          return moved;
        }
        if (moved != -EINTR) {
          throw new IOException(where() + ": errno " + -moved);
        }
      } finally {
        leave();
      }
    }
  }

  /** Keeps the descriptor from being given to another file while somebody uses it. */
  private synchronized int enter() throws IOException {
    if (closed || descriptor < 0) {
      throw new InterruptedIOException(where() + " was closed");
    }
    users++;
    return descriptor;
  }

  private synchronized void leave() {
    users--;
    releaseWhenUnused();
  }

  /** Wakes whoever waits; the last one to leave gives the descriptor back. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      if (descriptor >= 0) {
        SocketCalls.shutDown(descriptor);
      }
      releaseWhenUnused();
    }
  }

  private void releaseWhenUnused() {
    if (closed && users == 0 && descriptor >= 0) {
      SocketCalls.close(descriptor);
      descriptor = -1;
    }
  }

  private String where() {
    return new Endpoint.Abstract(name).shown();
  }
}
