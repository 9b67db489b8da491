package dev.bounce.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Source;
import dev.bounce.syntax.Parser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Modules are read below the checkout of their runbook, and nothing else is looked at. */
@Timeout(20)
class LibraryTest {
  @TempDir private Path folder = Path.of("");

  private Path checkout = Path.of("");

  @BeforeEach
  void checkOut() throws IOException {
    checkout = Files.createDirectories(folder.resolve("checkout"));
    Files.createDirectories(checkout.resolve(".git"));
    Files.createDirectories(checkout.resolve("runbooks"));
    Files.writeString(folder.resolve("outside.runbook"), "log \"outside\"\n");
    Files.writeString(checkout.resolve("common.runbook"), "define greet() { log \"hello\" }\n");
  }

  @Test
  void aModuleMayLieAnywhereInTheCheckout() {
    assertEquals(List.of(), codes("use \"../common.runbook\" as common"));
  }

  /** A runbook under review must not even learn whether a file exists. */
  @Test
  void whatLiesOutsideIsRefusedWhetherItIsThereOrNot() {
    Diagnostic there = only("use \"../../outside.runbook\" as outside");
    Diagnostic absent = only("use \"../../absentt.runbook\" as outside");
    assertEquals(Code.P005, there.code());
    assertEquals(there.message(), absent.message().replace("absentt", "outside"));
    assertEquals(there.cause(), absent.cause());
    assertEquals(Code.P005, only("use \"/etc/passwd\" as passwd").code());
    assertEquals(Code.P005, only("use \"/etc/no-such-file\" as passwd").code());
  }

  @Test
  void aLinkDoesNotLeadOutside() throws IOException {
    Files.createSymbolicLink(
        checkout.resolve("runbooks/link.runbook"), folder.resolve("outside.runbook"));
    assertEquals(Code.P005, only("use \"./link.runbook\" as outside").code());
  }

  @Test
  void onlyFilesAreRead() throws IOException, InterruptedException {
    assertEquals(Code.C017, only("use \"../runbooks\" as folder").code());
    assertEquals(Code.C017, only("use \"./\\u0000\" as nothing").code());
    Process process =
        new ProcessBuilder("mkfifo", checkout.resolve("runbooks/pipe").toString()).start();
    assertEquals(0, process.waitFor());
    assertEquals(Code.C017, only("use \"./pipe\" as pipe").code());
  }

  @Test
  void aFileThatIsTooLargeIsNotRead() throws IOException {
    Files.write(checkout.resolve("runbooks/large.runbook"), new byte[Parser.MAX_BYTES + 10]);
    assertEquals(Code.S007, only("use \"./large.runbook\" as large").code());
  }

  @Test
  void longChainsOfModulesAreRefused() throws IOException {
    for (int i = 0; i < 200; i++) {
      Files.writeString(
          checkout.resolve("runbooks/m" + i + ".runbook"),
          "use \"./m" + (i + 1) + ".runbook\" as next\n");
    }
    Files.writeString(checkout.resolve("runbooks/m200.runbook"), "log \"x\"\n");
    assertEquals(List.of(Code.C018), codes("use \"./m0.runbook\" as first"));
  }

  @Test
  void eachFileIsReadOnceForAllThatUseIt() throws IOException {
    Files.writeString(
        checkout.resolve("runbooks/a.runbook"), "use \"../common.runbook\" as common\n");
    Program program = load("use \"./a.runbook\" as a\nuse \"../common.runbook\" as common\n");
    LoadedModule direct = imported(program.main(), "common");
    LoadedModule indirect = imported(imported(program.main(), "a"), "common");
    assertEquals(direct, indirect);
  }

  /** A file of a user's own, whatever its folder is called, is no part of the standard library. */
  @Test
  void aFolderOfTheNameDoesNotMakeAStandardModule() throws IOException {
    Files.createDirectories(checkout.resolve("runbooks/stdlib"));
    Files.writeString(checkout.resolve("runbooks/stdlib/own.runbook"), "log \"x\"\n");
    Program program = load("use \"./stdlib/own.runbook\" as own\nuse prelude\n");
    assertFalse(imported(program.main(), "own").isStandard());
    assertTrue(imported(program.main(), "prelude").isStandard());
  }

  @Test
  void allModulesOfTheFolderAreShipped() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("stdlib"))) {
      Set<String> written =
          files
              .map(file -> file.getFileName().toString().replace(".runbook", ""))
              .collect(Collectors.toSet());
      BundledModules shipped = new BundledModules();
      assertEquals(written, Set.copyOf(shipped.names()));
      shipped.names().forEach(name -> assertTrue(shipped.find(name).isPresent(), name));
    }
  }

  private static LoadedModule imported(LoadedModule module, String alias) {
    return Objects.requireNonNull(module.imports().get(alias), alias);
  }

  private Program load(String text) {
    return new Library(new BundledModules())
        .load(
            Parser.parse(new Source("main.runbook", text)),
            Optional.of(checkout.resolve("runbooks/main.runbook")),
            checkout.resolve("runbooks"));
  }

  private List<Code> codes(String text) {
    return load(text).diagnostics().stream().map(Diagnostic::code).toList();
  }

  private Diagnostic only(String text) {
    List<Diagnostic> diagnostics = load(text).diagnostics();
    assertEquals(1, diagnostics.size(), diagnostics::toString);
    return diagnostics.getFirst();
  }
}
