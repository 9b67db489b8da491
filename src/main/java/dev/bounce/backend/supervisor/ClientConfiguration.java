package dev.bounce.backend.supervisor;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a supervisord.conf tells a client: where the server listens, and the credentials.
 *
 * <p>Read as supervisorctl reads it (supervisor 4.2, {@code options.py}): the section {@code
 * [supervisorctl]}, with comments behind {@code ;} or {@code #}, {@code %(here)s} for the file's
 * folder and {@code %(ENV_NAME)s}. What that section leaves out is taken from {@code
 * [unix_http_server]}, as it is in the same file; {@code [include]} does not concern clients.
 *
 * @param server a URL, {@code unix://…} or {@code http://…}
 */
record ClientConfiguration(String server, Optional<Credentials> credentials) {
  private static final String DEFAULT_SERVER = "http://localhost:9001";
  private static final Pattern SECTION = Pattern.compile("\\[([^]]+)].*");
  private static final Pattern OPTION = Pattern.compile("([^=:\\s][^=:]*?)\\s*[=:]\\s*(.*)");
  private static final Pattern INLINE_COMMENT = Pattern.compile("(^|\\s)[;#].*");
  private static final Pattern EXPANSION = Pattern.compile("%(?:%|\\(([^)]*)\\)s)?");

  /** Thrown for a file that supervisorctl could not use either. */
  static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableException(String message) {
      super(message);
    }
  }

  /**
   * Reads the text of a configuration.
   *
   * @param folder the folder it lies in
   * @param environment the environment variables, by name
   */
  static ClientConfiguration read(
      String text, Path folder, Function<String, @Nullable String> environment)
      throws UnusableException {
    Map<String, Map<String, String>> sections = sections(text);
    Map<String, String> client = sections.get("supervisorctl");
    Map<String, String> server = sections.getOrDefault("unix_http_server", Map.of());
    if (client == null && server.isEmpty()) {
      throw new UnusableException("it has neither [supervisorctl] nor [unix_http_server]");
    }
    Expander expander = new Expander(folder, environment);
    Map<String, String> own = client == null ? Map.of() : client;
    Optional<String> listening = expander.value(server, "file").map(file -> "unix://" + file);
    String url = expander.value(own, "serverurl").or(() -> listening).orElse(DEFAULT_SERVER);
    Optional<Credentials> credentials = credentials(own, expander);
    boolean sameServer = listening.filter(url::equals).isPresent();
    return new ClientConfiguration(
        url, credentials.isEmpty() && sameServer ? credentials(server, expander) : credentials);
  }

  private static Optional<Credentials> credentials(Map<String, String> section, Expander expander)
      throws UnusableException {
    Optional<String> username = expander.value(section, "username");
    Optional<String> password =
        expander.value(section, "password").filter(text -> !text.startsWith("{SHA}"));
    return username.flatMap(user -> password.map(secret -> new Credentials(user, secret)));
  }

  private static Map<String, Map<String, String>> sections(String text) {
    Map<String, Map<String, String>> sections = new HashMap<>();
    Map<String, String> current = new HashMap<>();
    for (String raw : text.lines().toList()) {
      String line = INLINE_COMMENT.matcher(raw).replaceFirst("").stripTrailing();
      Matcher section = SECTION.matcher(line);
      Matcher option = OPTION.matcher(line);
      if (section.matches()) {
        current = sections.computeIfAbsent(section.group(1), _ -> new HashMap<>());
      } else if (option.matches()) {
        current.put(option.group(1).toLowerCase(Locale.ROOT), option.group(2));
      }
    }
    return sections;
  }

  /** Puts values in the place of {@code %(…)s}. */
  private record Expander(Path folder, Function<String, @Nullable String> environment) {
    Optional<String> value(Map<String, String> section, String option) throws UnusableException {
      String raw = section.get(option);
      return raw == null || raw.isEmpty() ? Optional.empty() : Optional.of(expand(raw, option));
    }

    private String expand(String raw, String option) throws UnusableException {
      StringBuilder expanded = new StringBuilder();
      Matcher matcher = EXPANSION.matcher(raw);
      int done = 0;
      while (matcher.find()) {
        expanded.append(raw, done, matcher.start());
        String name = matcher.group(1);
        expanded.append(name != null ? named(name, option) : "%");
        done = matcher.end();
      }
      return expanded.append(raw, done, raw.length()).toString();
    }

    private String named(String name, String option) throws UnusableException {
      if (name.equals("here")) {
        return folder.toString();
      }
      String value = name.startsWith("ENV_") ? environment.apply(name.substring(4)) : null;
      if (value == null) {
        throw new UnusableException("`" + option + "` uses %(" + name + ")s, which has no value");
      }
      return value;
    }
  }
}
