package dev.bounce.health;

import dev.bounce.backend.MemberState;
import dev.bounce.health.ProbeAnswer.Kind;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.host.HttpResponse;
import dev.bounce.value.PatternSearch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A GET request. It is well when the status is an expected one and the body matches. Redirections
 * are not followed: where nothing else is expected, 200 to 399 will do.
 *
 * @param url {@code http://…}, {@code https://…} or {@code unix:///SOCKET:/PATH}
 * @param statuses the expected ones, none for 200 to 399
 * @param body what must match somewhere in the body; looked for only in the part that is kept
 * @param json what the body must hold as JSON
 * @param headers sent with the request; their values may be secret and are never shown
 * @param certificate a PEM file with the certificates that are believed, for {@code https://} only;
 *     absent for the authorities of the JDK
 * @param timeout how long the whole answer may take
 */
public record HttpProbe(
    String url,
    Set<Integer> statuses,
    Optional<Pattern> body,
    List<JsonMatch> json,
    Map<String, String> headers,
    Optional<Path> certificate,
    Duration timeout)
    implements Probe {
  /** How long an answer may take where the runbook does not say. */
  public static final Duration TIMEOUT = Duration.ofSeconds(5);

  /**
   * Copies the collections.
   *
   * @throws IllegalArgumentException when the URL cannot be asked, with a message for its author
   */
  public HttpProbe {
    if (certificate.isPresent() && !HttpTarget.parse(url).tls()) {
      throw new IllegalArgumentException(
          "not a URL that needs a certificate: it begins with https://");
    }
    HttpTarget.parse(url);
    statuses = Set.copyOf(statuses);
    json = List.copyOf(json);
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** Returns a probe that sends nothing of its own and asks for no JSON. */
  public HttpProbe(String url, Set<Integer> statuses, Optional<Pattern> body, Duration timeout) {
    this(url, statuses, body, List.of(), Map.of(), Optional.empty(), timeout);
  }

  /** Returns the plainest probe of a URL. */
  public static HttpProbe of(String url) {
    return new HttpProbe(url, Set.of(), Optional.empty(), TIMEOUT);
  }

  @Override
  public String shown() {
    return "http "
        + HttpTarget.parse(url).shown()
        + headers.keySet().stream().map(name -> " header " + name).collect(Collectors.joining())
        + (statuses.isEmpty() ? "" : " expect " + expected())
        + body.map(pattern -> " body matches '" + pattern + "'").orElse("")
        + json.stream().map(match -> " " + match.shown()).collect(Collectors.joining());
  }

  /** Returns the question without the values of its headers. */
  @Override
  public String toString() {
    return shown();
  }

  @Override
  public ProbeAnswer ask(Host host, MemberState state) {
    try {
      HttpTarget target = HttpTarget.parse(url);
      HttpResponse response = host.exchange(target.request(headers, certificate), timeout);
      int status = response.status();
      if (!(statuses.isEmpty() ? status >= 200 && status < 400 : statuses.contains(status))) {
        return answer(Kind.BAD_STATUS, response, " instead of " + expected());
      }
      String complaint = complaint(response.text());
      return complaint.isEmpty()
          ? answer(Kind.OK, response, "")
          : answer(Kind.BAD_BODY, response, ", but " + complaint);
    } catch (HostException e) {
      return Answers.failed(e);
    }
  }

  private static ProbeAnswer answer(Kind kind, HttpResponse response, String complaint) {
    return new ProbeAnswer(kind, response.status(), response.text(), response.status() + complaint);
  }

  private String complaint(String text) {
    for (JsonMatch match : json) {
      String complaint = match.complaint(text);
      if (!complaint.isEmpty()) {
        return "the body " + complaint;
      }
    }
    if (body.isEmpty()) {
      return "";
    }
    String pattern = "'" + body.get() + "'";
    return PatternSearch.find(body.get(), text)
        .map(found -> found ? "" : "the body does not match " + pattern)
        .orElse("it takes too long to match " + pattern);
  }

  private String expected() {
    return statuses.isEmpty()
        ? "200 to 399"
        : new TreeSet<>(statuses).stream().map(String::valueOf).collect(Collectors.joining(" or "));
  }
}
