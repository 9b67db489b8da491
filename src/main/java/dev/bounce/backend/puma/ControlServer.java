package dev.bounce.backend.puma;

import dev.bounce.backend.BackendException;
import dev.bounce.diag.Code;
import dev.bounce.host.Endpoint;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.host.HttpRequest;
import dev.bounce.host.HttpResponse;
import dev.bounce.value.Texts;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Talks to the control server of one Puma: app/status.rb. */
final class ControlServer {
  private static final int OK = 200;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int INTERNAL_ERROR = 500;

  private final Endpoint endpoint;
  private final Optional<String> token;
  private final Host host;
  private final Duration timeout;

  /**
   * @param token as Puma has it; {@code none} and nothing stand for no token
   * @param timeout for each call
   */
  ControlServer(Endpoint endpoint, Optional<String> token, Host host, Duration timeout) {
    this.endpoint = endpoint;
    this.token = token.filter(text -> !text.isEmpty() && !text.equals("none"));
    this.host = host;
    this.timeout = timeout;
  }

  /**
   * Asks how the server is.
   *
   * @return absent when nobody listens, or nobody answers yet: while Puma starts, executes itself
   *     anew, or ends
   * @throws BackendException when the token is wrong (B002), or no answer can be had
   */
  Optional<Stats> stats() throws BackendException {
    try {
      HttpResponse response = get("/stats");
      if (response.status() == INTERNAL_ERROR) {
        return Optional.empty(); // without workers, it listens before there is a server to ask
      }
      if (response.status() != OK) {
        throw refused("/stats", response);
      }
      return Optional.of(Stats.parse(response.text()));
    } catch (HostException e) {
      return switch (e.reason()) {
        case ABSENT, BROKEN -> Optional.empty();
        case PERMISSION, TIMEOUT, UNREADABLE, INTERRUPTED, STALE, FAILED ->
            throw unanswered("/stats", e);
      };
    } catch (Stats.UnreadableException e) {
      throw new BackendException(
          Code.B008,
          "cannot read what " + where() + " answered to /stats",
          String.valueOf(e.getMessage()),
          "is another server listening there?");
    }
  }

  /**
   * Gives an order: {@code /phased-restart}.
   *
   * @return whether Puma took it; false when nobody listens
   */
  boolean order(String target) throws BackendException {
    try {
      HttpResponse response = get(target);
      if (response.status() != OK) {
        throw refused(target, response);
      }
      return true;
    } catch (HostException e) {
      if (e.reason() == HostException.Reason.ABSENT) {
        return false;
      }
      throw unanswered(target, e);
    }
  }

  /** Returns the error that nobody listens. */
  BackendException absent() {
    return new BackendException(
        Code.B001,
        "no control server of Puma listens on " + where(),
        "",
        "start Puma, or correct `control` or `state`");
  }

  private String where() {
    return endpoint.shown();
  }

  /** Puma compares the query with the token as it stands, so nothing is encoded. */
  private HttpResponse get(String target) throws HostException, BackendException {
    if (token.isPresent() && !token.get().chars().allMatch(ControlServer::canStandInQuery)) {
      throw new BackendException(
          Code.B002,
          "the token for " + where() + " holds a character that no query can hold",
          "",
          "give Puma another `auth_token`");
    }
    String query = token.map(text -> "?token=" + text).orElse("");
    return host.exchange(
        new HttpRequest(endpoint, false, "GET", target + query, Map.of(), new byte[0]), timeout);
  }

  private static boolean canStandInQuery(int character) {
    return character > ' ' && character < 0x7f && character != '#' && character != '&';
  }

  private BackendException refused(String target, HttpResponse response) {
    String words = words(response);
    return switch (response.status()) {
      case FORBIDDEN ->
          new BackendException(
              Code.B002,
              where() + (token.isPresent() ? " refused the token" : " asks for a token"),
              words,
              "it stands in Puma's configuration (`auth_token` of `activate_control_app`) and in"
                  + " its state file; give it with `token`, or name the file with `state`");
      case NOT_FOUND ->
          new BackendException(
              Code.B004,
              where() + " has no " + target,
              words,
              target.equals("/stats") ? "is another server listening there?" : "");
      default ->
          new BackendException(
              Code.B004,
              where() + " did not take " + target,
              "HTTP status " + response.status(),
              "");
    };
  }

  /** Puma's own words never hold the token, but another server may send back what it got. */
  private String words(HttpResponse response) {
    String text = response.text().lines().findFirst().orElse("");
    String masked = token.map(secret -> text.replace(secret, Texts.MASK)).orElse(text);
    return masked.length() > 200 ? masked.substring(0, 200) + "…" : masked;
  }

  private BackendException unanswered(String target, HostException e) {
    return switch (e.reason()) {
      case ABSENT -> absent();
      case PERMISSION ->
          new BackendException(
              Code.B005,
              "no permission to use Puma's control server at " + where(),
              e.message(),
              "run bounce as a user whom the socket's mode lets in");
      case TIMEOUT ->
          new BackendException(
              Code.B001,
              "Puma's control server at %s did not answer %s within %s"
                  .formatted(where(), target, Texts.duration(timeout)),
              e.message(),
              "is Puma busy or stopped? its log tells");
      case UNREADABLE ->
          new BackendException(
              Code.B008,
              "cannot read what " + where() + " answered to " + target,
              e.message(),
              "is another server listening there?");
      case INTERRUPTED -> new BackendException(Code.R011, target + " was interrupted", "", "");
      case BROKEN, STALE, FAILED ->
          new BackendException(
              Code.B001,
              "Puma's control server at " + where() + " did not answer " + target,
              e.message(),
              endpoint instanceof Endpoint.Secured
                  ? "name the server's certificate with `certificate`"
                  : "is Puma going down? its log tells");
    };
  }
}
