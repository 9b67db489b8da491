package dev.bounce.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dependencies run one way, and each library stays where it belongs. */
class ArchitectureTest {
  /** Each knows those before it and none of those behind it. */
  private static final List<String> LAYERS =
      List.of("diag", "value", "syntax", "check", "plan", "run", "report", "repl", "cli");

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.bounce");

  static Stream<String> layers() {
    return LAYERS.stream().limit(LAYERS.size() - 1L);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void aLayerKnowsNothingOfThoseAboveIt(String layer) {
    List<String> above = LAYERS.subList(LAYERS.indexOf(layer) + 1, LAYERS.size());
    mayNotUse(layer, packages(above)).check(PRODUCT);
  }

  /** It sits beside repl. */
  @Test
  void rehearsalsKnowNeitherTheCommandLineNorTheSession() {
    mayNotUse("rehearse", packages(List.of("repl", "cli"))).check(PRODUCT);
    for (String layer : LAYERS.subList(0, LAYERS.size() - 1)) {
      mayNotUse(layer, packages(List.of("rehearse"))).check(PRODUCT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"backend", "host", "health"})
  void whatTouchesTheWorldKnowsNothingOfTheLanguage(String part) {
    mayNotUse(part, packages(List.of("syntax", "check", "plan", "run"))).check(PRODUCT);
  }

  @Test
  void packagesFormNoCycle() {
    // A part counts whole: backend.Backends may list backend.supervisor, which implements backend.
    slices()
        .matching("dev.bounce.(*)..")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(PRODUCT);
  }

  @Test
  void antlrStaysInSyntax() {
    onlyIn("dev.bounce.syntax..", "org.antlr..").check(PRODUCT);
  }

  @Test
  void picocliStaysInCli() {
    onlyIn("dev.bounce.cli..", "picocli..").check(PRODUCT);
  }

  @Test
  void jlineStaysInRepl() {
    onlyIn("dev.bounce.repl..", "org.jline..").check(PRODUCT);
  }

  /** The rules above hold of an empty package too, so show once that such a rule can fail. */
  @Test
  void aRuleThatIsBrokenIsReported() {
    JavaClasses thisTest = new ClassFileImporter().importClasses(ArchitectureTest.class);
    ArchRule broken = mayNotUse("architecture", "com.tngtech.archunit..");
    assertThrows(AssertionError.class, () -> broken.check(thisTest));
  }

  private static ArchRule mayNotUse(String part, String... forbidden) {
    return noClasses()
        .that()
        .resideInAPackage("dev.bounce." + part + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .allowEmptyShould(true);
  }

  private static ArchRule onlyIn(String home, String library) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(home)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .allowEmptyShould(true);
  }

  private static String[] packages(List<String> parts) {
    return parts.stream().map(part -> "dev.bounce." + part + "..").toArray(String[]::new);
  }
}
