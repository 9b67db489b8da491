package dev.bounce.backend.docker;

import dev.bounce.backend.BackendException;
import dev.bounce.diag.Code;
import dev.bounce.host.Endpoint;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.host.HttpRequest;
import dev.bounce.host.HttpResponse;
import dev.bounce.value.Json;
import dev.bounce.value.JsonException;
import dev.bounce.value.Texts;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Calls one Docker Engine (Engine API 1.24 and newer; tried with 1.41). Paths carry no version, so
 * that every Engine answers in its own newest one: a version that is written down is refused by
 * Engines that are older, and in time by newer ones. All calls of one object together take no
 * longer than its bound.
 */
final class EngineClient {
  private static final int SMALLEST_ERROR = 400;

  private final Endpoint endpoint;
  private final Host host;
  private final Duration bound;
  private final long startNanos = System.nanoTime();

  EngineClient(Endpoint endpoint, Host host, Duration bound) {
    this.endpoint = endpoint;
    this.host = host;
    this.bound = bound;
  }

  /** Returns the Engine's address. */
  String where() {
    return endpoint.shown();
  }

  /** Returns a text as a part of a path or query. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Returns {@code filters=…} of a query. */
  static String filters(Map<String, List<String>> filters) {
    return "filters=" + encoded(Json.write(filters));
  }

  /** Asks for one object. */
  Fields get(String target) throws BackendException {
    HttpResponse response = accepted("GET", target, call("GET", target, "", () -> {}));
    try {
      return Fields.read(response.text());
    } catch (JsonException e) {
      throw unreadable("GET " + target, String.valueOf(e.getMessage()));
    }
  }

  /** Asks for a list of objects. */
  List<Fields> list(String target) throws BackendException {
    HttpResponse response = accepted("GET", target, call("GET", target, "", () -> {}));
    try {
      return Fields.readAll(response.text());
    } catch (JsonException e) {
      throw unreadable("GET " + target, String.valueOf(e.getMessage()));
    }
  }

  /** Asks for objects that come one behind the other. */
  List<Fields> lines(String target) throws BackendException {
    HttpResponse response = accepted("GET", target, call("GET", target, "", () -> {}));
    try {
      List<Fields> objects = new ArrayList<>();
      for (String line : response.text().lines().filter(line -> !line.isBlank()).toList()) {
        objects.add(Fields.read(line));
      }
      return objects;
    } catch (JsonException e) {
      throw unreadable("GET " + target, String.valueOf(e.getMessage()));
    }
  }

  /** Asks for something that is no JSON, and returns at most {@link Host#OUTPUT_LIMIT} bytes. */
  byte[] bytes(String target) throws BackendException {
    return accepted("GET", target, call("GET", target, "", () -> {})).body();
  }

  /** Makes something, and returns what the Engine says of it. */
  Fields post(String target, Map<String, Object> body) throws BackendException {
    HttpResponse response =
        accepted("POST", target, call("POST", target, Json.write(body), () -> {}));
    try {
      return Fields.read(response.text().isBlank() ? "{}" : response.text());
    } catch (JsonException e) {
      throw unreadable("POST " + target, String.valueOf(e.getMessage()));
    }
  }

  /**
   * Changes something.
   *
   * @param onSent is told when the request is with the Engine, which may take long to answer
   */
  void change(String method, String target, Runnable onSent) throws BackendException {
    accepted(method, target, call(method, target, "", onSent));
  }

  /**
   * Makes something go on, and hands on the body of the answer as it comes.
   *
   * @throws HostException when there is no whole answer in time, or at all
   */
  void stream(String target, Map<String, Object> body, OutputStream sink)
      throws BackendException, HostException {
    HttpResponse response = host.stream(request("POST", target, Json.write(body)), left(), sink);
    accepted("POST", target, response);
  }

  private HttpResponse call(String method, String target, String body, Runnable onSent)
      throws BackendException {
    try {
      return host.exchange(request(method, target, body), left(), onSent);
    } catch (HostException e) {
      throw unanswered(method + " " + target, e);
    }
  }

  private HttpRequest request(String method, String target, String body) {
    Map<String, List<String>> headers =
        body.isEmpty() ? Map.of() : Map.of("Content-Type", List.of("application/json"));
    return new HttpRequest(
        endpoint, false, method, target, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  private Duration left() {
    Duration left = bound.minusNanos(System.nanoTime() - startNanos);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private HttpResponse accepted(String method, String target, HttpResponse response)
      throws BackendException {
    if (response.status() < SMALLEST_ERROR) {
      return response;
    }
    String call = method + " " + target;
    throw switch (response.status()) {
      case 404 ->
          new BackendException(
              Code.B003,
              "the Docker Engine at " + where() + " does not know what " + call + " is for",
              words(response),
              "`docker ps --all` shows the containers that it knows");
      case 403 ->
          new BackendException(
              Code.B005,
              "the Docker Engine at " + where() + " does not permit " + call,
              words(response),
              "an authorization plugin of that Engine decides");
      default ->
          new BackendException(
              isStart(target) ? Code.B006 : Code.B004,
              "the Docker Engine at " + where() + " did not carry out " + call,
              words(response),
              "");
    };
  }

  /** An Engine says with 400 and 500 why it could not start what it was asked to start. */
  private static boolean isStart(String target) {
    return target.contains("/start") || target.contains("/restart");
  }

  private static String words(HttpResponse response) {
    try {
      String message = Fields.read(response.text()).text("message");
      return message.isEmpty() ? "HTTP status " + response.status() : message;
    } catch (JsonException _) {
      return "HTTP status " + response.status();
    }
  }

  private BackendException unreadable(String call, String cause) {
    return new BackendException(
        Code.B008,
        "cannot read what " + where() + " answered to " + call,
        cause,
        "is another server listening there?");
  }

  private BackendException unanswered(String call, HostException e) {
    return switch (e.reason()) {
      case ABSENT ->
          new BackendException(
              Code.B001,
              "no Docker Engine listens on " + where(),
              e.message(),
              "start dockerd; or say where it listens with DOCKER_HOST or"
                  + " `server \"unix:///path/of.sock\"`");
      case PERMISSION ->
          new BackendException(
              Code.B005,
              "no permission to use the Docker Engine at " + where(),
              e.message(),
              "run bounce as root or as a member of the group docker");
      case TIMEOUT ->
          new BackendException(
              Code.B001,
              "the Docker Engine at %s did not answer %s within %s"
                  .formatted(where(), call, Texts.duration(bound)),
              e.message(),
              "is dockerd busy or stopped? its log tells");
      case UNREADABLE -> unreadable(call, e.message());
      case INTERRUPTED ->
          new BackendException(Code.R011, call + " was interrupted", e.message(), "");
      case BROKEN, STALE, FAILED ->
          new BackendException(
              Code.B001,
              "the Docker Engine at " + where() + " did not answer " + call,
              e.message(),
              "is dockerd going down? its log tells");
    };
  }
}
