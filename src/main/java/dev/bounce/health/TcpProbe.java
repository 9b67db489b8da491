package dev.bounce.health;

import dev.bounce.backend.MemberState;
import dev.bounce.health.ProbeAnswer.Kind;
import dev.bounce.host.Endpoint;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A connection that is opened and closed again. It is well when somebody accepts it.
 *
 * @param address {@code HOST:PORT}, {@code [IPV6]:PORT} or {@code unix:///SOCKET}
 * @param timeout how long that may take
 */
public record TcpProbe(String address, Duration timeout) implements Probe {
  /** How long connecting may take where the runbook does not say. */
  public static final Duration TIMEOUT = Duration.ofSeconds(5);

  private static final Pattern TCP = Pattern.compile("(?:\\[([^\\]]+)\\]|([^:/]+)):([0-9]{1,5})");

  /**
   * @throws IllegalArgumentException when it is not an address, with a message for its author
   */
  public TcpProbe {
    endpoint(address);
  }

  /** Returns the plainest probe of an address. */
  public static TcpProbe of(String address) {
    return new TcpProbe(address, TIMEOUT);
  }

  @Override
  public String shown() {
    return "tcp " + address;
  }

  @Override
  public ProbeAnswer ask(Host host, MemberState state) {
    try {
      host.connect(endpoint(address), timeout);
      return new ProbeAnswer(Kind.OK, 0, "", "accepted");
    } catch (HostException e) {
      return Answers.failed(e);
    }
  }

  private static Endpoint endpoint(String address) {
    if (address.startsWith("unix:///")) {
      return new Endpoint.Unix(Path.of(address.substring("unix://".length())));
    }
    Matcher tcp = TCP.matcher(address);
    int port = tcp.matches() ? Integer.parseInt(tcp.group(3)) : 0;
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException(
          "not an address that can be connected to: it is HOST:PORT or unix:///SOCKET");
    }
    return new Endpoint.Tcp(tcp.group(1) == null ? tcp.group(2) : tcp.group(1), port);
  }
}
