package dev.bounce.backend.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.backend.BackendException;
import dev.bounce.backend.Settings;
import dev.bounce.diag.Code;
import dev.bounce.host.Endpoint;
import dev.bounce.host.FileOwnership;
import dev.bounce.host.Host;
import dev.bounce.host.HostException;
import dev.bounce.value.Value;
import dev.bounce.value.Value.SecretValue;
import dev.bounce.value.Value.StringValue;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessFinderTest {
  private static final FileOwnership ROOT = new FileOwnership("root", true, false);
  private static final FileOwnership STRANGER = new FileOwnership("mallory", false, false);
  private static final FileOwnership OPEN = new FileOwnership("root", true, true);

  private final Files files = new Files();

  @ParameterizedTest
  @CsvSource({
    "unix:///run/s.sock, unix:///run/s.sock",
    "unix:///run//x/../s.sock, unix:///run/s.sock",
    "http://localhost:9001, http://localhost:9001",
    "http://localhost:9001/RPC2, http://localhost:9001",
    "http://10.0.0.1, http://10.0.0.1:80",
    "http://[::1]:9001/, http://[::1]:9001",
  })
  void theSocketCanBeSaid(String server, String shown) throws Exception {
    Settings settings = settings("server", server);
    assertEquals(shown, AccessFinder.planned(settings).shown());
    assertEquals(
        AccessFinder.planned(settings), AccessFinder.find(settings, files.host()).endpoint());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://ann:sesame@localhost:9001",
        "https://localhost/sesame",
        "/run/sesame.sock",
        "unix://sesame.sock",
        "http://localhost:99999/",
        "http://localhost:9001/sesame",
      })
  void anUnusableAddressIsRefusedAndNotShown(String server) {
    Settings settings = settings("server", server);
    BackendException error = refused(settings);
    assertEquals(Code.P012, error.code());
    String shown =
        error.message() + error.why() + error.hint() + AccessFinder.planned(settings).shown();
    assertFalse(shown.contains("sesame"), shown);
  }

  @Test
  void withoutTheSocketThePlanSaysWhereItWillBeFound() {
    assertEquals(
        "the socket that the configuration of supervisorctl names",
        AccessFinder.planned(new Settings("web", Map.of())).shown());
    assertEquals(
        "the socket that /x.conf names",
        AccessFinder.planned(settings("config", "/x.conf")).shown());
  }

  @Test
  void theFirstConfigurationThatIsThereIsRead() throws Exception {
    files.put("/etc/supervisor/supervisord.conf", "[supervisorctl]\nserverurl=unix:///b\n", ROOT);
    assertEquals(new Endpoint.Unix(Path.of("/b")), find().endpoint());
    files.put("/etc/supervisord.conf", "[supervisorctl]\nserverurl=unix:///a\n", ROOT);
    assertEquals(new Endpoint.Unix(Path.of("/a")), find().endpoint());
    files.put("/x.conf", "[supervisorctl]\nserverurl=unix:///x\n", ROOT);
    assertEquals(
        new Endpoint.Unix(Path.of("/x")),
        AccessFinder.find(settings("config", "/x.conf"), files.host()).endpoint());
  }

  @Test
  void ownCredentialsComeBeforeThoseOfTheConfiguration() throws Exception {
    files.put("/x.conf", "[supervisorctl]\nusername=a\npassword=b\n", ROOT);
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("config", new StringValue("/x.conf"));
    assertEquals(
        Optional.of(new Credentials("a", "b")),
        AccessFinder.find(new Settings("web", values), files.host()).credentials());
    values.put("username", new StringValue("c"));
    values.put("password", new SecretValue("d"));
    assertEquals(
        Optional.of(new Credentials("c", "d")),
        AccessFinder.find(new Settings("web", values), files.host()).credentials());
  }

  @Test
  void aNameThatNoFileCanHaveIsRefused() {
    assertEquals(Code.P012, refused(settings("config", "/x\u0000")).code());
    assertEquals(Code.P012, refused(settings("server", "unix:///x\u0000")).code());
  }

  @Test
  void noConfigurationIsNoConnection() {
    BackendException error = refused(new Settings("web", Map.of()));
    assertEquals(Code.B001, error.code());
    assertTrue(error.why().orElse("").contains("/etc/supervisor/supervisord.conf"));
    assertTrue(error.hint().orElse("").contains("server:"));
  }

  @Test
  void anUnreadableConfigurationIsNamed() {
    assertEquals(Code.B009, refused(settings("config", "/none.conf")).code());
    files.put("/x.conf", "[program:x]\n", ROOT);
    BackendException error = refused(settings("config", "/x.conf"));
    assertEquals(Code.B009, error.code());
    assertTrue(error.message().contains("/x.conf"));
  }

  @Test
  void aConfigurationThatAStrangerMayWriteDirectsNobody() {
    String text = "[supervisorctl]\nserverurl=unix:///evil\n";
    for (FileOwnership ownership : new FileOwnership[] {STRANGER, OPEN}) {
      files.put("supervisord.conf", text, ownership);
      assertEquals(Code.B009, refused(new Settings("web", Map.of())).code());
      files.put("/x.conf", text, ownership);
      assertEquals(Code.B009, refused(settings("config", "/x.conf")).code());
      files.put("/etc/s/y.conf", text, ROOT);
      files.put("/etc/s", "", ownership);
      assertEquals(Code.B009, refused(settings("config", "/etc/s/y.conf")).code());
    }
  }

  @Test
  void aStrangersSocketIsRefused() {
    files.put("/run/s.sock", "", STRANGER);
    BackendException error = refused(settings("server", "unix:///run/s.sock"));
    assertEquals(Code.B005, error.code());
    assertTrue(error.why().orElse("").contains("mallory"));
  }

  @Test
  void aSocketWhereAStrangerCouldPutAnotherIsRefused() {
    files.put("/run/s.sock", "", ROOT);
    for (FileOwnership ownership : new FileOwnership[] {STRANGER, OPEN}) {
      files.put("/run", "", ownership);
      assertEquals(Code.B005, refused(settings("server", "unix:///run/s.sock")).code());
    }
  }

  @Test
  void aSocketThatAnybodyMayUseIsFine() throws Exception {
    files.put("/run/s.sock", "", OPEN);
    files.put("/run", "", ROOT);
    AccessFinder.find(settings("server", "unix:///run/s.sock"), files.host());
  }

  private Access find() throws BackendException {
    return AccessFinder.find(new Settings("web", Map.of()), files.host());
  }

  private BackendException refused(Settings settings) {
    return assertThrows(BackendException.class, () -> AccessFinder.find(settings, files.host()));
  }

  private static Settings settings(String property, String text) {
    return new Settings("web", Map.of(property, new StringValue(text)));
  }

  /** The files of a machine of which nothing else is asked for. */
  private static final class Files {
    private final Map<Path, String> texts = new HashMap<>();
    private final Map<Path, FileOwnership> owners = new HashMap<>();

    void put(String path, String text, FileOwnership ownership) {
      texts.put(Path.of(path), text);
      owners.put(Path.of(path), ownership);
    }

    Host host() {
      return (Host)
          Proxy.newProxyInstance(
              Host.class.getClassLoader(),
              new Class<?>[] {Host.class},
              (_, method, arguments) -> answer(method.getName(), (Path) arguments[0]));
    }

    private Object answer(String method, Path path) throws HostException {
      return switch (method) {
        case "exists" -> texts.containsKey(path);
        case "ownership" -> Optional.ofNullable(owners.get(path));
        case "read" -> {
          String text = texts.get(path);
          if (text == null) {
            throw new HostException(HostException.Reason.ABSENT, "no file " + path);
          }
          yield text;
        }
        default -> throw new UnsupportedOperationException(method);
      };
    }
  }
}
