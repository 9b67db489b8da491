package dev.bounce.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever writes an inventory reaches nothing but its values. */
final class InventoryAttackTest {
  private static Loaded load(String yaml) {
    return assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> Inventory.load(new Source("inventory.yml", yaml)));
  }

  private static void refused(Code code, String yaml) {
    Loaded loaded = load(yaml);
    assertFalse(loaded.isComplete());
    assertEquals(code, loaded.diagnostics().getFirst().code(), loaded.diagnostics()::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL"
            + " [\"http://127.0.0.1:1/\"]]]]",
        "services: { web: { a: !!javax.script.ScriptEngineManager [] } }",
        "services: { web: { a: !!java.lang.String x } }",
        "services: !!dev.bounce.inventory.Inventory {}",
        "services: { !!java.net.URL x: {} }",
        "services: { web: { a: !mine x } }",
        "services: { web: { a: !!binary aGk= } }",
        "services: { web: { a: !!set { x } } }",
        "services: { web: { a: !!timestamp 2026-11-21 } }",
        "%TAG !e! tag:example,2000:\n---\nservices: { web: { a: !e!x y } }",
        "services: { web: { a: !<tag:bounce,2026:plane> y } }",
      })
  void noTagMakesAnObject(String yaml) {
    refused(Code.I003, yaml);
  }

  @Test
  void billionLaughs() {
    StringBuilder yaml = new StringBuilder("a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for (char c = 'b'; c <= 'i'; c++) {
      String before = "*" + (char) (c - 1);
      yaml.append("%c: &%c [%s]\n".formatted(c, c, (before + ", ").repeat(8) + before));
    }
    refused(Code.I004, yaml.toString());
  }

  @Test
  void aliasesThatMultiplyWithinTheirNumber() {
    StringBuilder yaml = new StringBuilder("services:\n  web:\n    a: &a0 [1, 2, 3, 4, 5, 6, 7]\n");
    for (int i = 1; i <= 16; i++) {
      yaml.append("    a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
    }
    refused(Code.I004, yaml.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "services: &a { web: *a }",
        "services: { web: { a: &l [1, *l] } }",
        "services: { web: { a: &l [[[*l]]] } }",
        "services: { web: { env: &m { A: { B: *m } } } }",
      })
  void aValueWithinItself(String yaml) {
    refused(Code.I003, yaml);
  }

  @Test
  void recursiveKeysAreRefused() {
    assertFalse(load("services: { web: &a { ? *a : 1 } }").isComplete());
  }

  @Test
  void twoMegabytes() {
    refused(Code.I004, "services: {}\n" + "# comment\n".repeat(200_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "? ", "[[]", "&a [", "\"", "'", "|\n", ">"})
  void deepNesting(String opening) {
    assertFalse(load("services: " + opening.repeat(200_000 / opening.length())).isComplete());
    assertFalse(load(opening.repeat(1_000_000 / opening.length())).isComplete());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "services: \0",
        "\u0001",
        "services: { web: { a: \u001b[2J } }",
        "services: \ud800",
        "services: { web: { a: \"\\UFFFFFFFF\" } }",
        "services: { web: { a: \"\\xZZ\" } }",
        "services: *nobody",
        "a: b: c",
        "\tservices: {}",
        "services: {}\n---\nservices: {}\n",
        "%YAML 9.9\n---\n{}",
        "@services",
        "}",
      })
  void whatIsNotYaml(String yaml) {
    refused(Code.I001, yaml);
  }

  @Test
  void placesOfWhatIsNotYaml() {
    Diagnostic diagnostic = load("services:\n  web: {}\n  😀: \u0001\n").diagnostics().getFirst();
    assertEquals(Code.I001, diagnostic.code());
    assertEquals(3, diagnostic.span().orElseThrow().line());
    assertEquals(
        "indent with spaces",
        load("services:\n\tweb: {}\n").diagnostics().getFirst().hint().orElseThrow());
    assertEquals(
        "put a text that holds `: ` into quotes",
        load("services:\n  web:\n    a: b: c\n").diagnostics().getFirst().hint().orElseThrow());
  }

  @Test
  void manyErrorsAreBounded() {
    StringBuilder yaml = new StringBuilder("services:\n");
    for (int i = 0; i < 50_000; i++) {
      yaml.append("  1x").append(i).append(":\n");
    }
    assertEquals(100, load(yaml.toString()).diagnostics().size());
  }

  @Test
  void anyTextIsReadOrRefused() {
    long seed = System.nanoTime();
    System.out.println("seed of the inventory fuzz test: " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    List<String> pieces =
        List.of(
            "services",
            "web",
            ":",
            " ",
            "\n",
            "  ",
            "- ",
            "{",
            "}",
            "[",
            "]",
            ",",
            "&a ",
            "*a",
            "!!x ",
            "!",
            "'",
            "\"",
            "|",
            ">",
            "%",
            "#",
            "?",
            "<<",
            "~",
            "30s",
            "50%",
            "\\",
            "\0",
            "é",
            "😀",
            "---\n",
            "...\n",
            "\t",
            "via",
            "groups",
            "hosts",
            "health",
            "http",
            "0x",
            "@",
            "`",
            "\r");
    for (int round = 0; round < 3000; round++) {
      StringBuilder text = new StringBuilder("services:\n  web:\n    via: x\n");
      int edits = random.nextInt(1, 12);
      for (int i = 0; i < edits; i++) {
        text.insert(random.nextInt(text.length() + 1), pieces.get(random.nextInt(pieces.size())));
      }
      Loaded loaded =
          assertTimeoutPreemptively(
              Duration.ofSeconds(2),
              () -> Inventory.load(new Source("fuzz.yml", text.toString())),
              "seed " + seed);
      assertTrue(
          loaded.diagnostics().stream().noneMatch(d -> d.cause().orElse("").contains("Exception")),
          () -> "seed " + seed + ": " + loaded.diagnostics());
    }
  }

  @Test
  void bytesThatAreNoUtf8(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("inventory.yml");
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xc3, '('});
    Diagnostic diagnostic = InventoryFile.named(file).load().diagnostics().getFirst();
    assertEquals(Code.I005, diagnostic.code());
    assertEquals(
        "it is not UTF-8: byte 4 belongs to no character", diagnostic.cause().orElseThrow());
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xc3});
    assertFalse(InventoryFile.named(file).load().isComplete());
  }

  @Test
  void filesThatCannotBeRead(@TempDir Path folder) throws IOException {
    assertEquals(
        Code.I005,
        InventoryFile.named(folder.resolve("none.yml")).load().diagnostics().getFirst().code());
    assertEquals(Code.I005, InventoryFile.named(folder).load().diagnostics().getFirst().code());
    assertEquals(
        Code.I005,
        InventoryFile.named(Path.of("/dev/zero")).load().diagnostics().getFirst().code());
    Path large = folder.resolve("large.yml");
    Files.write(large, new byte[(1 << 20) + 1]);
    assertEquals(Code.I004, InventoryFile.named(large).load().diagnostics().getFirst().code());
  }

  @Test
  void theInventoryBesideARunbook(@TempDir Path folder) throws IOException {
    Path runbook = folder.resolve("a.runbook");
    assertTrue(InventoryFile.find(runbook).isEmpty());
    Path file = folder.resolve("inventory.yml");
    Files.writeString(file, "services: { web: {} }", StandardCharsets.UTF_8);
    assertEquals(1, InventoryFile.find(runbook).orElseThrow().load().inventory().services().size());
  }

  @Test
  void aLinkBesideARunbookDoesNotLeadOut(@TempDir Path folder) throws IOException {
    Path root = Files.createDirectory(folder.resolve("root"));
    Path secret = folder.resolve("secret.yml");
    Files.writeString(secret, "token: hunter2\n");
    Files.createSymbolicLink(root.resolve("inventory.yml"), secret);
    InventoryFile found = InventoryFile.find(root.resolve("a.runbook")).orElseThrow();
    Diagnostic diagnostic = found.load().diagnostics().getFirst();
    assertEquals(Code.I005, diagnostic.code());
    assertFalse(diagnostic.toString().contains("hunter2"));

    Files.delete(root.resolve("inventory.yml"));
    Files.writeString(root.resolve("staging.yml"), "services: {}\n");
    Files.createSymbolicLink(root.resolve("inventory.yml"), Path.of("staging.yml"));
    assertTrue(InventoryFile.find(root.resolve("a.runbook")).orElseThrow().load().isComplete());
  }
}
