package dev.bounce.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bounce.golden.Golden;
import dev.bounce.verb.Verbs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Everything of the language that this version answers with "not supported yet". The list only
 * shrinks: whoever carries something out takes its line away, and nobody adds one.
 */
class NotSupportedYetTest {
  private static final Path SOURCES = Path.of("src/main/java");

  @Test
  void theListOnlyShrinks() {
    NavigableSet<String> messages = new TreeSet<>();
    verbs(messages);
    functions(messages);
    Arrays.stream(Later.values()).map(Later::message).forEach(messages::add);
    Golden.verify(
        Path.of("src/test/golden/not-supported-yet.txt"), String.join("\n", messages) + "\n");
  }

  private static void verbs(NavigableSet<String> messages) {
    List<Signature> signatures = new ArrayList<>(TestVerbs.ALL);
    Verbs.ALL.forEach(verb -> signatures.add(verb.signature()));
    for (Signature signature : signatures) {
      if (signature.later().isPresent()) {
        messages.add(Later.message(Later.verb(signature)));
      }
      signature.clauses().stream()
          .filter(clause -> clause.later().isPresent())
          .forEach(clause -> messages.add(Later.message(Later.clause(signature, clause))));
    }
  }

  private static void functions(NavigableSet<String> messages) {
    for (String name : Functions.names()) {
      Functions.Signature signature = Functions.find(name).orElseThrow();
      if (signature.kind() == Functions.Kind.LATER) {
        messages.add(Later.message(Later.function(name)));
      }
    }
  }

  /** Otherwise the list would not be whole. */
  @Test
  void onlyLaterMakesTheseDiagnostics() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      List<String> found =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> Golden.read(file).contains("Code.C008"))
              .map(file -> String.valueOf(file.getFileName()))
              .toList();
      assertEquals(List.of("Later.java"), found);
    }
  }
}
