package dev.bounce.integration.load;

/** What the members behind an nginx serve: a file, and something that takes a while. */
public final class Site {
  /** Where a request takes a twentieth of a second. */
  public static final String SLOW = "cgi-bin/slow";

  private Site() {}

  /** Returns a shell script that makes it in a folder, for the httpd of busybox. */
  public static String script(String folder) {
    return """
    mkdir -p %1$s/cgi-bin
    echo one >%1$s/index.html
    cat >%1$s/%2$s <<'END'
    #!/bin/sh
    sleep 0.05
    printf 'Content-Type: text/plain\\r\\n\\r\\none\\n'
    END
    chmod +x %1$s/%2$s
    """
        .formatted(folder, SLOW);
  }
}
