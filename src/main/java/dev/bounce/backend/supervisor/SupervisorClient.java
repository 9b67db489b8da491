package dev.bounce.backend.supervisor;

import dev.bounce.backend.BackendException;
import dev.bounce.diag.Code;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.host.HttpRequest;
import dev.bounce.host.HttpResponse;
import dev.bounce.value.Texts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls methods of one supervisord. All calls of one object together take no longer than its bound.
 */
final class SupervisorClient {
  private final Access access;
  private final Host host;
  private final Duration bound;
  private final long startNanos = System.nanoTime();

  SupervisorClient(Access access, Host host, Duration bound) {
    this.access = access;
    this.host = host;
    this.bound = bound;
  }

  /**
   * Calls a method.
   *
   * @return what it answered, which may be a fault
   * @throws BackendException when no answer came, or none that can be read; whether the call was
   *     carried out is then not known
   */
  XmlRpc.Answer call(XmlRpc.Call call) throws BackendException {
    HttpResponse response = post(call);
    switch (response.status()) {
      case 200 -> {
        try {
          return XmlRpc.read(response.body());
        } catch (XmlRpc.UnreadableException e) {
          throw unreadable(call, String.valueOf(e.getMessage()));
        }
      }
      case 401 -> throw unauthorized();
      case 403 ->
          throw new BackendException(
              Code.B005, "supervisord at " + where() + " lets nobody in (403)", "", "");
      default ->
          throw new BackendException(
              Code.B004,
              "supervisord at " + where() + " did not take " + call.method(),
              "HTTP status " + response.status(),
              response.status() == 404 ? "is there another server at that address?" : "");
    }
  }

  /** Calls several methods in one round trip, and returns their answers in the same order. */
  List<XmlRpc.Answer> callAll(List<XmlRpc.Call> calls) throws BackendException {
    List<Object> structs = new ArrayList<>();
    for (XmlRpc.Call call : calls) {
      Map<String, Object> struct = new LinkedHashMap<>();
      struct.put("methodName", call.method());
      struct.put("params", call.arguments());
      structs.add(struct);
    }
    XmlRpc.Call all = new XmlRpc.Call("system.multicall", List.of(structs));
    if (call(all) instanceof XmlRpc.Result(List<?> entries) && entries.size() == calls.size()) {
      List<XmlRpc.Answer> answers = new ArrayList<>();
      for (Object entry : entries) {
        answers.add(XmlRpc.entry(entry));
      }
      return answers;
    }
    throw unreadable(all, "not one answer for each call");
  }

  /** Returns an answer that cannot be read as an error. */
  BackendException unreadable(XmlRpc.Call call, String cause) {
    return new BackendException(
        Code.B008,
        "cannot read what " + where() + " answered to " + call.method(),
        cause,
        "is another server listening there?");
  }

  /** Returns the server's address. */
  String where() {
    return access.endpoint().shown();
  }

  private HttpResponse post(XmlRpc.Call call) throws BackendException {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    headers.put("Content-Type", List.of("text/xml"));
    access.credentials().ifPresent(it -> headers.put("Authorization", List.of(it.header())));
    HttpRequest request =
        new HttpRequest(access.endpoint(), false, "POST", "/RPC2", headers, XmlRpc.write(call));
    Duration left = bound.minusNanos(System.nanoTime() - startNanos);
    try {
      return host.exchange(request, left.isNegative() ? Duration.ZERO : left);
    } catch (HostException e) {
      throw unanswered(call, e);
    }
  }

  private BackendException unanswered(XmlRpc.Call call, HostException e) {
    return switch (e.reason()) {
      case ABSENT ->
          new BackendException(
              Code.B001,
              "no supervisord listens on " + where(),
              e.message(),
              "start supervisord, or correct `server` or `config`");
      case PERMISSION ->
          new BackendException(
              Code.B005,
              "no permission to use supervisord at " + where(),
              e.message(),
              "run bounce as a user whom the socket's mode lets in (`chmod` and `chown` in"
                  + " [unix_http_server])");
      case TIMEOUT ->
          new BackendException(
              Code.B001,
              "supervisord at "
                  + where()
                  + " did not answer "
                  + call.method()
                  + " within "
                  + Texts.duration(bound),
              e.message(),
              "is supervisord busy or stopped? its log tells");
      case UNREADABLE -> unreadable(call, e.message());
      case INTERRUPTED ->
          new BackendException(Code.R011, call.method() + " was interrupted", e.message(), "");
      case BROKEN, STALE, FAILED ->
          new BackendException(
              Code.B001,
              "supervisord at " + where() + " did not answer " + call.method(),
              e.message(),
              "is supervisord going down? its log tells");
    };
  }

  private BackendException unauthorized() {
    boolean given = access.credentials().isPresent();
    return new BackendException(
        Code.B002,
        "supervisord at "
            + where()
            + (given ? " refused the user name or password" : " asks for a user name and password"),
        "HTTP status 401",
        "they stand in [unix_http_server] or [inet_http_server] of its configuration; give them"
            + " with `username` and `password`, or name the configuration with `config`");
  }
}
