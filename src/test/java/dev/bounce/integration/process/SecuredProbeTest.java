package dev.bounce.integration.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.bounce.backend.MemberState;
import dev.bounce.health.HttpProbe;
import dev.bounce.health.JsonMatch;
import dev.bounce.health.ProbeAnswer;
import dev.bounce.health.ProbeAnswer.Kind;
import dev.bounce.host.LocalHost;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probes of a server with a certificate that it has made itself, and of what it is sent. */
@Tag("integration")
final class SecuredProbeTest {
  private static final char[] PASSWORD = "password".toCharArray();

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private HttpsServer server;

  @BeforeEach
  void start() throws Exception {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context("own")));
    server.createContext(
        "/",
        exchange -> {
          String name = exchange.getRequestHeaders().getFirst("Host");
          String token = exchange.getRequestHeaders().getFirst("X-Token");
          byte[] body =
              "{\"host\": \"%s\", \"token\": \"%s\"}"
                  .formatted(name, token)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** Makes a key for another name than the server's, and its certificate in NAME.pem. */
  private SSLContext context(String name) throws Exception {
    Path keys = folder.resolve(name + ".p12");
    keytool(
        "-genkeypair -alias k -keyalg EC -dname CN=elsewhere.example -validity 2 -storetype PKCS12",
        keys);
    keytool("-exportcert -rfc -alias k -file " + folder.resolve(name + ".pem"), keys);
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static void keytool(String arguments, Path keys) throws Exception {
    String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    List<String> command =
        List.of(
            (tool + " " + arguments + " -keystore " + keys + " -storepass password").split(" "));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }

  private ProbeAnswer ask(
      Optional<String> certificate, Map<String, String> headers, JsonMatch... json)
      throws IOException {
    HttpProbe probe =
        new HttpProbe(
            "https://127.0.0.1:" + server.getAddress().getPort() + "/",
            Set.of(200),
            Optional.empty(),
            List.of(json),
            headers,
            certificate.map(folder::resolve),
            Duration.ofSeconds(10));
    return probe.ask(new LocalHost(), MemberState.unknown("web"));
  }

  @Test
  void aPinnedCertificateIsBelievedWhateverItsName() throws Exception {
    ProbeAnswer answer = ask(Optional.of("own.pem"), Map.of());
    assertEquals(Kind.OK, answer.kind(), answer::said);
  }

  @Test
  void anotherCertificateIsNot() throws Exception {
    context("other");
    for (Optional<String> certificate :
        List.of(Optional.of("other.pem"), Optional.<String>empty())) {
      ProbeAnswer answer = ask(certificate, Map.of());
      assertEquals(Kind.FAILED, answer.kind(), answer::said);
      assertTrue(answer.said().contains("TLS with https://127.0.0.1:"), answer::said);
    }
    assertEquals(Kind.FAILED, ask(Optional.of("nothing.pem"), Map.of()).kind());
  }

  @Test
  void headersAreSentAndTheirValuesNotShown() throws Exception {
    Map<String, String> headers = Map.of("host", "www.example.org", "X-Token", "hush");
    ProbeAnswer answer =
        ask(
            Optional.of("own.pem"),
            headers,
            new JsonMatch("host", "www.example.org"),
            new JsonMatch("token", "hush"));
    assertEquals(Kind.OK, answer.kind(), answer::said);
    HttpProbe probe =
        new HttpProbe(
            "https://localhost/",
            Set.of(),
            Optional.empty(),
            List.of(),
            headers,
            Optional.empty(),
            Duration.ofSeconds(1));
    assertFalse(probe.toString().contains("hush"), probe::toString);
    assertTrue(probe.shown().contains("header X-Token"), probe::shown);
  }

  @Test
  void aCertificateIsForHttpsOnly() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new HttpProbe(
                "http://localhost/",
                Set.of(),
                Optional.empty(),
                List.of(),
                Map.of(),
                Optional.of(Path.of("own.pem")),
                Duration.ofSeconds(1)));
  }
}
