package dev.bounce.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** A switch over a sealed type or an enum of ours names every case. */
class SwitchesOverOwnTypesTest {
  private static final Path SOURCES = Path.of("src/main/java");

  /** The class path of the test holds the generated parser, which the sources need. */
  private static final String CLASS_PATH = System.getProperty("java.class.path", "");

  @Test
  void noSwitchOfTheProductHasADefault() throws IOException {
    List<Path> files = javaFiles();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      Iterable<? extends JavaFileObject> sources = manager.getJavaFileObjectsFromPaths(files);
      List<String> findings = files.isEmpty() ? List.of() : SwitchScanner.scan(sources, CLASS_PATH);
      assertEquals("", String.join("\n", findings));
    }
  }

  @Test
  void aDefaultOverASealedTypeIsFound() {
    assertFindings(
        """
        package dev.bounce.sample;
        class Sample {
          sealed interface Step permits One, Two {}
          record One() implements Step {}
          record Two() implements Step {}
          int number(Step step) {
            return switch (step) {
              case One _ -> 1;
              default -> 2;
            };
          }
        }
        """,
        "Sample.java:9: a switch over dev.bounce.sample.Sample.Step must name every case");
  }

  @Test
  void aDefaultOverAnEnumIsFoundInEitherForm() {
    assertFindings(
        """
        package dev.bounce.sample;
        class Sample {
          enum State { UP, DOWN }
          void print(State state) {
            switch (state) {
              case UP: System.out.println("up"); break;
              default: System.out.println("other");
            }
            switch (state) {
              case UP -> System.out.println("up");
              case null, default -> System.out.println("other");
            }
          }
        }
        """,
        "Sample.java:7: a switch over dev.bounce.sample.Sample.State must name every case",
        "Sample.java:11: a switch over dev.bounce.sample.Sample.State must name every case");
  }

  @Test
  void aPatternThatMatchesEverythingCountsAsADefault() {
    assertFindings(
        """
        package dev.bounce.sample;
        class Sample<T extends Sample.Step> {
          sealed interface Step permits One, Two {}
          record One() implements Step {}
          record Two() implements Step {}
          int number(T step) {
            return switch (step) {
              case One _ -> 1;
              case Step other when other.hashCode() == 3 -> 3;
              case Object _ -> 2;
            };
          }
        }
        """,
        "Sample.java:10: a switch over dev.bounce.sample.Sample.Step must name every case");
  }

  @Test
  void switchesThatNameAllAndThoseOverOtherTypesPass() {
    assertFindings(
        """
        package dev.bounce.sample;
        class Sample {
          sealed interface Step permits One, Many {}
          record One() implements Step {}
          sealed interface Many extends Step permits Two, Three {}
          record Two() implements Many {}
          record Three() implements Many {}
          int number(Step step) {
            return switch (step) {
              case One _ -> 1;
              case Many _ -> 2;
            };
          }
          int number(String text, Thread.State state, Object any) {
            switch (text) { case "a": return 1; default: break; }
            switch (any) { case String _ -> { return 2; } default -> {} }
            return switch (state) { case NEW -> 1; default -> 2; };
          }
        }
        """);
  }

  @Test
  void sourcesThatDoNotCompileAreRefused() {
    assertThrows(
        IllegalStateException.class,
        () -> SwitchScanner.scan(List.of(source("class Sample { Missing missing; }")), CLASS_PATH));
  }

  private static void assertFindings(String text, String... expected) {
    assertEquals(List.of(expected), SwitchScanner.scan(List.of(source(text)), CLASS_PATH));
  }

  private static JavaFileObject source(String text) {
    return new SimpleJavaFileObject(URI.create("Sample.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  private static List<Path> javaFiles() throws IOException {
    if (Files.notExists(SOURCES)) {
      return List.of();
    }
    try (Stream<Path> tree = Files.walk(SOURCES)) {
      return tree.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }
}
