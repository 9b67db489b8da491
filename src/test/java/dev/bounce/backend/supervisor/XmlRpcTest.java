package dev.bounce.backend.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.bounce.backend.supervisor.XmlRpc.Call;
import dev.bounce.backend.supervisor.XmlRpc.Fault;
import dev.bounce.backend.supervisor.XmlRpc.Result;
import dev.bounce.backend.supervisor.XmlRpc.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class XmlRpcTest {
  @Test
  void writesACall() {
    Call call = new Call("a.b", List.of("<&>\r", 7, true, List.of(Map.of("n", "\u001b"))));
    assertEquals(
        "<?xml version='1.0'?><methodCall><methodName>a.b</methodName><params>"
            + "<param><value><string>&lt;&amp;&gt;&#13;</string></value></param>"
            + "<param><value><int>7</int></value></param>"
            + "<param><value><boolean>1</boolean></value></param>"
            + "<param><value><array><data><value><struct><member><name>n</name>"
            + "<value><string>␛</string></value></member></struct></value></data></array></value>"
            + "</param></params></methodCall>",
        new String(XmlRpc.write(call), StandardCharsets.UTF_8));
  }

  @Test
  void readsValues() throws Exception {
    String value =
        """
        <value><array><data>
          <value><struct>
            <member><name>pid</name><value><int>42</int></value></member>
            <!-- nothing --><member><name>s</name><value>bare &amp; <![CDATA[<b>]]></value></member>
          </struct></value>
          <value><boolean>1</boolean></value><value><double>1.5</double></value>
          <value><string></string></value><value/>
        </data></array></value>
        """;
    assertEquals(
        new Result(List.of(Map.of("pid", 42L, "s", "bare & <b>"), true, 1.5, "", "")),
        read(answer(value)));
  }

  @Test
  void readsAFault() throws Exception {
    String fault =
        "<?xml version='1.0'?><methodResponse><fault><value><struct><member><name>faultCode</name>"
            + "<value><int>10</int></value></member><member><name>faultString</name>"
            + "<value><string>BAD_NAME: x</string></value></member></struct></value></fault>"
            + "</methodResponse>";
    assertEquals(new Fault(10, "BAD_NAME: x"), read(fault));
  }

  @Test
  void controlCharactersOfALogBecomePictures() throws Exception {
    String log = "<value><string>\u001b[31mred\u0000\t\n￿</string></value>";
    assertEquals(new Result("␛[31mred␀\t\n\ufffd"), read(answer(log)));
  }

  @Test
  void externalEntitiesAreNotRead(@TempDir Path folder) throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "sesame");
    String attack =
        "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY x SYSTEM '"
            + secret.toUri()
            + "'>]><methodResponse><params><param><value>&x;</value></param></params>"
            + "</methodResponse>";
    UnreadableException error = assertThrows(UnreadableException.class, () -> read(attack));
    assertFalse(String.valueOf(error.getMessage()).contains("sesame"));
  }

  @Test
  void entitiesDoNotMultiply() {
    StringBuilder attack = new StringBuilder("<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a0 'ha'>");
    for (int i = 1; i < 40; i++) {
      attack.append("<!ENTITY a%d '&a%d;&a%d;'>".formatted(i, i - 1, i - 1));
    }
    attack.append("]>").append(answer("<value>&a39;</value>").substring(21));
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> assertThrows(UnreadableException.class, () -> read(attack.toString())));
  }

  @Test
  void nestingIsBounded() {
    String deep =
        "<value><array><data>".repeat(100_000)
            + "<value/>"
            + "</data></array></value>".repeat(100_000);
    assertThrows(UnreadableException.class, () -> read(answer(deep)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "<html/>",
        "<methodResponse>",
        "<methodResponse></methodResponse>",
        "<methodResponse><params><param></param></params></methodResponse>",
        "<methodResponse><params><param><value><int>x</int></value></param></params></methodResponse>",
        "<methodResponse><params><param><value><int>1</string></value></param></params></methodResponse>",
        "<methodResponse><params><param><value><blob/></value></param></params></methodResponse>",
        "<methodResponse><fault><value><string>x</string></value></fault></methodResponse>",
      })
  void whatIsNotXmlRpcIsUnreadable(String text) {
    assertThrows(UnreadableException.class, () -> read(text));
  }

  @Test
  void mangledAnswersAreReadOrRefused() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] good =
        answer("<value><array><data><value><int>1</int></value></data></array></value>")
            .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 2000; i++) {
      byte[] mangled = good.clone();
      for (int change = 0; change < 3; change++) {
        mangled[random.nextInt(mangled.length)] = (byte) random.nextInt(256);
      }
      try {
        XmlRpc.read(mangled);
      } catch (UnreadableException _) {
        // As it should be.
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private static String answer(String value) {
    return "<?xml version='1.0'?><methodResponse><params><param>"
        + value
        + "</param></params></methodResponse>";
  }

  private static XmlRpc.Answer read(String text) throws UnreadableException {
    return XmlRpc.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
