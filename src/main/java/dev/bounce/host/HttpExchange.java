package dev.bounce.host;

import dev.bounce.host.HostException.Reason;
import dev.bounce.value.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One HTTP/1.1 request and its answer, over a connection of its own to a unix or tcp socket.
 *
 * <p>The time-out covers everything: looking up a name, connecting, TLS, writing, and every byte of
 * the answer, however slowly they drip. An interrupt ends it at once. Either way the connection is
 * closed by the time the call returns.
 */
public final class HttpExchange {
  private HttpExchange() {}

  /**
   * Sends a request and reads the answer, of whose body at most {@link Host#OUTPUT_LIMIT} bytes are
   * kept. An answer of any status is an answer; redirections are not followed.
   *
   * @param onSent is told, from another thread, when the whole request has been written
   * @throws HostException ABSENT when nobody listens there; PERMISSION when the socket may not be
   *     written to; TIMEOUT; INTERRUPTED; BROKEN when the connection ended before the answer did;
   *     UNREADABLE when what came back is not HTTP; FAILED for anything else, also when the request
   *     cannot be written as HTTP
   */
  public static HttpResponse send(HttpRequest request, Duration timeout, Runnable onSent)
      throws HostException {
    byte[] message = HttpMessages.request(request);
    try (Wire wire = Wire.to(request.endpoint())) {
      FutureTask<HttpResponse> conversation =
          new FutureTask<>(() -> converse(wire, request, message, onSent));
      // Not a virtual thread: there, connecting to a unix socket whose queue is full does not wait
      // but fails (EAGAIN, seen on JDK 25).
      Thread thread = Thread.ofPlatform().daemon().name("http").unstarted(conversation);
      thread.start();
      return await(conversation, request, timeout);
    }
  }

  /** Sends a request and reads the answer, for somebody who need not know when it was sent. */
  public static HttpResponse send(HttpRequest request, Duration timeout) throws HostException {
    return send(request, timeout, () -> {});
  }

  private static HttpResponse await(
      FutureTask<HttpResponse> conversation, HttpRequest request, Duration timeout)
      throws HostException {
    try {
      return conversation.get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      throw new HostException(
          Reason.TIMEOUT,
          "no answer from " + request.endpoint().shown() + " within " + Texts.duration(timeout));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new HostException(
          Reason.INTERRUPTED, "interrupted while " + request.endpoint().shown() + " was asked");
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof HostException known
          ? known
          : new HostException(
              Reason.FAILED, request.endpoint().shown() + ": " + failure.getCause());
    } finally {
      conversation.cancel(true);
    }
  }

  private static HttpResponse converse(
      Wire wire, HttpRequest request, byte[] message, Runnable onSent) throws HostException {
    String where = request.endpoint().shown();
    wire.connect();
    if (request.tls()) {
      wire.secure();
    }
    String writeFailure = "";
    try {
      OutputStream output = wire.output();
      output.write(message);
      output.flush();
      onSent.run();
    } catch (IOException e) {
      // A server may answer (401, 413) and hang up without having read the whole request.
      writeFailure = String.valueOf(e.getMessage());
    }
    try (InputStream input = wire.input()) {
      return HttpMessages.response(input, request.method(), where);
    } catch (IOException e) {
      String reason = writeFailure.isEmpty() ? String.valueOf(e.getMessage()) : writeFailure;
      throw new HostException(Reason.BROKEN, "the connection to " + where + " broke: " + reason);
    }
  }
}
