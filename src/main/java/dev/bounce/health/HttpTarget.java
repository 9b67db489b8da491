package dev.bounce.health;

import dev.bounce.host.Endpoint;
import dev.bounce.host.HttpRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an HTTP probe goes.
 *
 * @param path with its query
 * @param credentials {@code user:password}, which are sent and never shown
 */
record HttpTarget(Endpoint endpoint, boolean tls, String path, Optional<String> credentials) {
  private static final Pattern UNIX = Pattern.compile("unix://(/[^:]+)(?::(/.*))?");

  /**
   * Reads {@code http://HOST:PORT/PATH}, {@code https://…} or {@code unix:///SOCKET:/PATH}.
   *
   * @throws IllegalArgumentException when it is none of them, with a message for the author
   */
  static HttpTarget parse(String url) {
    Matcher unix = UNIX.matcher(url);
    if (unix.matches()) {
      return new HttpTarget(
          new Endpoint.Unix(Path.of(unix.group(1))),
          false,
          Optional.ofNullable(unix.group(2)).orElse("/"),
          Optional.empty());
    }
    URI uri = uri(url);
    boolean tls = "https".equalsIgnoreCase(uri.getScheme());
    if ((!tls && !"http".equalsIgnoreCase(uri.getScheme())) || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "not a URL that can be asked: it begins with http://HOST, https://HOST or"
              + " unix:///SOCKET");
    }
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    int port = uri.getPort() < 0 ? (tls ? 443 : 80) : uri.getPort();
    return new HttpTarget(
        new Endpoint.Tcp(withoutBrackets(uri.getHost()), port),
        tls,
        path + query,
        Optional.ofNullable(uri.getUserInfo()));
  }

  /**
   * Returns a GET request.
   *
   * @param own headers in addition to the usual ones, or in their place
   * @param certificate as {@link Endpoint.Secured} has it
   */
  HttpRequest request(Map<String, String> own, Optional<Path> certificate) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("User-Agent", List.of("bounce"));
    headers.put("Accept", List.of("*/*"));
    credentials
        .map(text -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)))
        .ifPresent(text -> headers.put("Authorization", List.of("Basic " + text)));
    own.forEach((name, value) -> headers.put(name, List.of(value)));
    Endpoint where =
        tls && endpoint instanceof Endpoint.Tcp(String host, int port)
            ? new Endpoint.Secured(host, port, certificate)
            : endpoint;
    return new HttpRequest(where, tls, "GET", path, headers, new byte[0]);
  }

  String shown() {
    return switch (endpoint) {
      case Endpoint.Unix _, Endpoint.Abstract _ -> endpoint.shown() + ":" + path;
      case Endpoint.Tcp _, Endpoint.Secured _, Endpoint.Discovered _ ->
          (tls ? endpoint.shown().replaceFirst("^http:", "https:") : endpoint.shown()) + path;
    };
  }

  private static URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a URL: " + e.getReason(), e);
    }
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
