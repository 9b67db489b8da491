package dev.bounce.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.golden.RunbookCase;
import dev.bounce.golden.RunbookCase.Outcome;
import dev.bounce.value.Texts;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hostile values in every place of a shell command where a value may stand, run by real shells:
 * what is printed is the value, letter by letter, and nothing of it is run.
 */
class ShellAttackTest {
  /** Scripts that print what they are given between angle brackets; {@code @} marks the value. */
  private static final List<String> SCRIPTS =
      List.of(
          "printf '<%s>' @",
          "printf '<%s>' \"@\"",
          "printf \"<%s>\" @",
          "printf '%s' \"<@>\"",
          "printf '%s' '<'@'>'",
          "x=@; printf '<%s>' \"$x\"",
          "printf '<%s>' \"$(printf %s @; printf .)\" | sed '$s/[.]>$/>/'",
          "sh -c 'printf \"<%s>\" \"$1\"' name @",
          "true # it's \" a comment with @ in it\nprintf '<%s>' @",
          "cat > /dev/null <<END\nit's \"@ open\nEND\nprintf '<%s>' @",
          "case @ in '') ;; *) printf '<%s>' @;; esac",
          "for value in @; do printf '<%s>' \"$value\"; done",
          "if true; then printf '<%s>' \"it's\"@ | sed \"s/it's//\"; fi",
          "{ printf '<'; printf %s @; printf '>'; }",
          "printf '%s' 'a\\' | grep -q a; printf '<%s>' @ | cat; :");

  private static final List<String> VALUES =
      List.of(
          "plain",
          "two  words",
          "it's",
          "\"",
          "'; touch executed; '",
          "\"; touch executed; \"",
          "\\\"; touch executed; #",
          "$(touch executed)",
          "`touch executed`",
          "${x:=$(touch executed)}",
          "$((a[$(touch executed)]))",
          "a[$(touch executed)]",
          "\n touch executed\n.",
          "& touch executed &",
          "| touch executed",
          "> executed",
          "* ? [a-z]* ~ {a,b}",
          "-n",
          "--help",
          "-e \\n",
          "END\ntouch executed",
          "\\",
          "\\\\\\",
          "!! !$ #",
          "äöü €");

  static Stream<Arguments> attacks() {
    List<String> shells =
        Stream.of("/bin/sh", "/bin/bash").filter(shell -> new File(shell).canExecute()).toList();
    return SCRIPTS.stream()
        .flatMap(script -> shells.stream().map(shell -> Arguments.of(script, shell)));
  }

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @MethodSource("attacks")
  void noValueIsRun(String script, String shell) throws IOException, InterruptedException {
    for (String value : VALUES) {
      String runbook =
          "let value = %s%nsh %s"
              .formatted(
                  Texts.quoted(value).replace("${", "\\${"),
                  Texts.quoted(script).replace("@", "${value}"));
      Outcome outcome = RunbookCase.of(runbook);
      Plan plan = outcome.plan().orElseThrow(() -> new AssertionError(outcome.diagnostics()));
      Step.Block root = (Step.Block) plan.root();
      String printed = run(shell, (Step.RunShell) root.steps().getFirst());
      assertEquals(List.of(), files(), () -> "a value was run: " + value);
      assertEquals("<" + value + ">", printed.replaceAll("\n$", ""), script);
    }
  }

  private String run(String shell, Step.RunShell step) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(shell, "-c", step.script())
            .directory(folder.toFile())
            .redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("LC_ALL", "C.UTF-8");
    step.values()
        .forEach((name, value) -> environment.put(name, Texts.plain(value.known().orElseThrow())));
    Process process = builder.start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    return printed;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
