package dev.bounce.host;

import dev.bounce.host.HostException.Reason;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The calls of the C library that a unix socket needs: socket(2), connect(2), recv(2), send(2),
 * shutdown(2), close(2), with the numbers that Linux gives to their constants. A class of its own,
 * so that only who needs them waits for them to be linked.
 */
final class SocketCalls {
  private static final short AF_UNIX = 1;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_CLOEXEC = 02000000;
  private static final int SHUT_RDWR = 2;
  private static final int F_SETFL = 4;
  private static final int O_NONBLOCK = 04000;

  /** Otherwise writing to a socket whose other end is gone would end this process. */
  private static final int MSG_NOSIGNAL = 0x4000;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong SIZE = ValueLayout.JAVA_LONG;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERROR =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle SOCKET =
      link("socket", FunctionDescriptor.of(INT, INT, INT, INT));
  private static final MethodHandle CONNECT =
      link("connect", FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS, INT));
  private static final MethodHandle FCNTL =
      link("fcntl", FunctionDescriptor.of(INT, INT, INT, INT), Linker.Option.firstVariadicArg(2));
  private static final MethodHandle RECEIVE =
      link("recv", FunctionDescriptor.of(SIZE, INT, ValueLayout.ADDRESS, SIZE, INT));
  private static final MethodHandle SEND =
      link("send", FunctionDescriptor.of(SIZE, INT, ValueLayout.ADDRESS, SIZE, INT));
  private static final MethodHandle SHUTDOWN =
      link("shutdown", FunctionDescriptor.of(INT, INT, INT));
  private static final MethodHandle CLOSE = link("close", FunctionDescriptor.of(INT, INT));

  private SocketCalls() {}

  /** Calling C is what this class is for; the launcher allows it. */
  @SuppressWarnings("restricted")
  private static MethodHandle link(
      String function, FunctionDescriptor type, Linker.Option... more) {
    Linker.Option[] options = new Linker.Option[more.length + 1];
    options[0] = ERRNO;
    System.arraycopy(more, 0, options, 1, more.length);
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(function), type, options);
  }

  /** Returns a new stream socket. */
  static int open() throws HostException {
    int descriptor =
        invoke(
            state -> (int) SOCKET.invokeExact(state, (int) AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (descriptor < 0) {
      throw new HostException(Reason.FAILED, "no socket can be made: errno " + -descriptor);
    }
    return descriptor;
  }

  /**
   * Connects without waiting: where the listener's queue is full, it fails with EAGAIN.
   *
   * @return 0, or the error
   */
  static int connect(int descriptor, byte[] name) {
    try (Arena arena = Arena.ofConfined()) {
      // struct sockaddr_un: the family, a zero byte, the name; its length says where that ends
      int length = Short.BYTES + 1 + name.length;
      MemorySegment address = arena.allocate(length, Short.BYTES);
      address.set(ValueLayout.JAVA_SHORT, 0, AF_UNIX);
      MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, Short.BYTES + 1L, name.length);
      setFlags(descriptor, O_NONBLOCK);
      int result = invoke(state -> (int) CONNECT.invokeExact(state, descriptor, address, length));
      setFlags(descriptor, 0);
      return -result;
    }
  }

  private static void setFlags(int descriptor, int flags) {
    invoke(state -> (int) FCNTL.invokeExact(state, descriptor, F_SETFL, flags));
  }

  /** Waits for bytes; returns how many came, 0 at the end, or the negated error. */
  static int receive(int descriptor, MemorySegment buffer) {
    return invoke(
        state -> (int) (long) RECEIVE.invokeExact(state, descriptor, buffer, buffer.byteSize(), 0));
  }

  /** Sends bytes; returns how many went, or the negated error. */
  static int transmit(int descriptor, MemorySegment buffer) {
    return invoke(state ->
        (int) (long) SEND.invokeExact(state, descriptor, buffer, buffer.byteSize(), MSG_NOSIGNAL));
  }

  /** Ends the conversation in both directions, and wakes whoever waits in it. */
  static void shutDown(int descriptor) {
    invoke(state -> (int) SHUTDOWN.invokeExact(state, descriptor, SHUT_RDWR));
  }

  /** Gives the descriptor back. */
  static void close(int descriptor) {
    invoke(state -> (int) CLOSE.invokeExact(state, descriptor));
  }

  /** A call that leaves its error in a segment. */
  @FunctionalInterface
  private interface Call {
    int on(MemorySegment state) throws Throwable;
  }

  /** Returns what a call returned, or its error negated. */
  @SuppressWarnings("IllegalCatch")
  private static int invoke(Call call) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result = call.on(state);
      return result < 0 ? -(int) ERROR.get(state, 0L) : result;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("the C library cannot be called", e);
    }
  }
}
