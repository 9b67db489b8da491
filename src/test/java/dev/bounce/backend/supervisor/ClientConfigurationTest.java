package dev.bounce.backend.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ClientConfigurationTest {
  @Test
  void readsWhatSupervisorctlReads() throws Exception {
    assertEquals(
        new ClientConfiguration(
            "unix:///etc/s/run.sock", Optional.of(new Credentials("ann", "p%a;ss"))),
        read(
            """
            ; a comment
            [unix_http_server]
            file = /other.sock
            [supervisorctl]   ; what clients need
            ServerURL = unix://%(here)s/run.sock ; the socket
            username: %(ENV_NAME)s
            password = p%%a;ss
            [include]
            files = conf.d/*.conf
            """));
  }

  @Test
  void takesTheRestFromTheServersSection() throws Exception {
    assertEquals(
        new ClientConfiguration("unix:///run/s.sock", Optional.of(new Credentials("ann", "x"))),
        read(
            """
            [unix_http_server]
            file=/run/s.sock
            username=ann
            password=x
            [supervisorctl]
            """));
  }

  @Test
  void theServersCredentialsAreForItsOwnSocketOnly() throws Exception {
    assertEquals(
        new ClientConfiguration("http://elsewhere:9001", Optional.empty()),
        read(
            """
            [unix_http_server]
            file=/run/s.sock
            username=ann
            password=x
            [supervisorctl]
            serverurl=http://elsewhere:9001
            """));
  }

  @Test
  void aHashIsNoPassword() throws Exception {
    assertEquals(
        Optional.empty(),
        read("""
        [unix_http_server]
        file=/run/s.sock
        username=ann
        password={SHA}82ab876d1387bfafe46cc1c8a2ef074eae50cb1d
        """)
            .credentials());
  }

  @Test
  void hasSupervisorctlsDefault() throws Exception {
    assertEquals("http://localhost:9001", read("[supervisorctl]\n").server());
  }

  @Test
  void whatSupervisorctlCouldNotUseIsRefused() {
    assertThrows(ClientConfiguration.UnusableException.class, () -> read("[supervisord]\n"));
    assertThrows(
        ClientConfiguration.UnusableException.class,
        () -> read("[supervisorctl]\nserverurl=unix://%(ENV_NOT_THERE)s\n"));
  }

  @Test
  void credentialsAreNotShown() throws Exception {
    ClientConfiguration configuration = read("[supervisorctl]\nusername=ann\npassword=sesame\n");
    assertFalse(configuration.toString().contains("sesame"));
    assertFalse(configuration.toString().contains("ann"));
  }

  private static ClientConfiguration read(String text)
      throws ClientConfiguration.UnusableException {
    return ClientConfiguration.read(text, Path.of("/etc/s"), Map.of("NAME", "ann")::get);
  }
}
