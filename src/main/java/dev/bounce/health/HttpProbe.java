package dev.bounce.health;

import dev.bounce.backend.MemberState;
import dev.bounce.health.ProbeAnswer.Kind;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.host.HttpResponse;
import dev.bounce.value.PatternSearch;
import java.time.Duration;
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
 * @param timeout how long the whole answer may take
 */
public record HttpProbe(String url, Set<Integer> statuses, Optional<Pattern> body, Duration timeout)
    implements Probe {
  /** How long an answer may take where the runbook does not say. */
  public static final Duration TIMEOUT = Duration.ofSeconds(5);

  /**
   * Copies the set.
   *
   * @throws IllegalArgumentException when the URL cannot be asked, with a message for its author
   */
  public HttpProbe {
    HttpTarget.parse(url);
    statuses = Set.copyOf(statuses);
  }

  /** Returns the plainest probe of a URL. */
  public static HttpProbe of(String url) {
    return new HttpProbe(url, Set.of(), Optional.empty(), TIMEOUT);
  }

  @Override
  public String shown() {
    return "http "
        + HttpTarget.parse(url).shown()
        + (statuses.isEmpty() ? "" : " expect " + expected())
        + body.map(pattern -> " body matches '" + pattern + "'").orElse("");
  }

  @Override
  public ProbeAnswer ask(Host host, MemberState state) {
    try {
      HttpResponse response = host.exchange(HttpTarget.parse(url).request(), timeout);
      String complaint = complaint(response);
      return new ProbeAnswer(
          complaint.isEmpty() ? Kind.OK : Kind.BAD_ANSWER,
          response.status(),
          response.text(),
          response.status() + complaint);
    } catch (HostException e) {
      return Answers.failed(e);
    }
  }

  private String complaint(HttpResponse response) {
    int status = response.status();
    if (!(statuses.isEmpty() ? status >= 200 && status < 400 : statuses.contains(status))) {
      return " instead of " + expected();
    }
    if (body.isEmpty()) {
      return "";
    }
    String pattern = "'" + body.get() + "'";
    return PatternSearch.find(body.get(), response.text())
        .map(found -> found ? "" : ", but the body does not match " + pattern)
        .orElse(", but it takes too long to match " + pattern);
  }

  private String expected() {
    return statuses.isEmpty()
        ? "200 to 399"
        : new TreeSet<>(statuses).stream().map(String::valueOf).collect(Collectors.joining(" or "));
  }
}
