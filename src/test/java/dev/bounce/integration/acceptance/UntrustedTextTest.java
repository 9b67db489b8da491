package dev.bounce.integration.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.testbed.CommandLineRun;
import dev.bounce.testbed.JournalFile;
import dev.bounce.testbed.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others wrote never becomes code, never reaches the terminal raw, and secrets never show. */
@Tag("integration")
final class UntrustedTextTest {
  @TempDir private Path folder;

  private CommandLineRun commands = new CommandLineRun(Path.of("."));

  @BeforeEach
  void prepare() {
    commands = new CommandLineRun(folder.resolve("state"));
  }

  private Outcome run(String text, String... options) throws IOException {
    Path runbook = Files.writeString(folder.resolve("a.runbook"), text);
    return commands.stateful(
        "run",
        Stream.concat(Stream.of(runbook.toString()), Stream.of(options)).toArray(String[]::new));
  }

  private String journal() throws IOException {
    return JournalFile.newest(folder.resolve("state")).records().toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$(touch pwned)",
        "`touch pwned`",
        "\"; touch pwned; \"",
        "'; touch pwned; '",
        "\n touch pwned\n",
        "${IFS}; touch pwned",
        "-n $((1)) || touch pwned",
        "a=b=c"
      })
  void aParameterIsNotCode(String hostile) throws Exception {
    String text =
        """
        param value: string
        sh "printf '%s' ${value} > plain; printf '%s' \\"${value}\\" > quoted"
        """;
    Outcome outcome = run(text, "-p", "value=" + hostile);
    assertEquals(0, outcome.exitCode(), outcome::all);
    assertEquals("", outcome.err());
    assertEquals(hostile, Files.readString(folder.resolve("quoted")));
    assertFalse(Files.exists(folder.resolve("pwned")));
  }

  @Test
  void aValueOfTheInventoryIsNotCode() throws Exception {
    Path inventory =
        Files.writeString(
            folder.resolve("i.yml"), "parameters: { value: '\"; touch pwned; $(touch pwned)' }\n");
    String text = "param value: string\nsh \"echo ${value}\"\n";
    Outcome outcome = run(text, "-i", inventory.toString());
    assertEquals(0, outcome.exitCode(), outcome::all);
    assertTrue(outcome.out().contains("| \"; touch pwned; $(touch pwned)"), outcome::all);
    assertFalse(Files.exists(folder.resolve("pwned")));
  }

  @Test
  void aValueOfAnEnvironmentFileIsNotCodeAndIsSecret() throws Exception {
    Files.writeString(folder.resolve(".env"), "TOKEN='$(touch pwned); hunter-two'\n");
    String text = "load-env \".env\"\nsh \"echo \\\"got $TOKEN\\\"; exit 3\"\n";
    Outcome outcome = run(text);
    assertEquals(1, outcome.exitCode(), outcome::all);
    assertTrue(outcome.out().contains("| got •••"), outcome::all);
    assertFalse((outcome.all() + journal()).contains("hunter-two"), outcome::all);
    assertFalse(Files.exists(folder.resolve("pwned")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LD_PRELOAD=/tmp/x.so", "export PATH=/tmp", "ld_library_path=/tmp"})
  void anEnvironmentFileThatDirectsCodeIsRefused(String line) throws Exception {
    Files.writeString(folder.resolve(".env"), "GOOD=1\n" + line + "\n");
    Outcome outcome = run("load-env \".env\"\nrun [\"touch\", \"pwned\"]\n");
    assertEquals(1, outcome.exitCode(), outcome::all);
    assertTrue(outcome.out().contains("error[R018]"), outcome::all);
    assertFalse(Files.exists(folder.resolve("pwned")));
  }

  @Test
  void secretsShowNowhere() throws Exception {
    String text =
        """
        param token: secret
        let key = secret("hunter-in-let")
        run ["sh", "-c", "echo $A $B"] env ["A": secret("hunter-in-run"), "B": token]
        sh "echo ${key}; echo x${token}x"
        log "${key} ${token}"
        run ["printenv", "KEY"] env ["KEY": key] into printed
        log "printed ${printed.output}"
        try { fail "no ${token}" } on failure { log "${failure.reason}" }
        run ["sh", "-c", "echo $KEY >&2; exit 3"] env ["KEY": key]
        """;
    Path runbook = Files.writeString(folder.resolve("a.runbook"), text);
    String[] given = {runbook.toString(), "-p", "token=hunter-given"};
    Outcome plain = commands.stateful("run", given);
    assertEquals(1, plain.exitCode(), plain::all);
    assertTrue(plain.out().contains("| ••• •••"), plain::all);
    String journal = journal();
    Outcome lines = run(text, "-p", "token=hunter-given", "--format", "json");
    Outcome plan = commands.stateful("plan", given);
    Outcome json = run(text, "-p", "token=hunter-given", "--dry-run", "--format", "json");
    Outcome shown = commands.stateful("show");
    for (Outcome outcome : new Outcome[] {plain, lines, plan, json, shown}) {
      assertFalse(outcome.all().contains("hunter"), outcome::all);
    }
    assertFalse(journal.contains("hunter"), journal);
  }

  @Test
  void escapesOfACommandAreShownAsEscapes() throws Exception {
    Outcome outcome =
        run(
            """
            run ["printf", "\\\\033[31mred\\\\033]0;title\\\\007\\\\r\\\\b\\\\302\\\\233x\\\\n"]
            log "\\u001b[2J\\u202etxt"
            """);
    assertEquals(0, outcome.exitCode(), outcome::all);
    assertNeutral(outcome);
    assertTrue(outcome.out().contains("\\u001b[31mred"), outcome::all);
    assertNeutral(commands.stateful("show"));
    Outcome history = commands.stateful("history");
    assertNeutral(history);
  }

  @Test
  void escapesInALogTailAreShownAsEscapes() throws Exception {
    String text =
        """
        service dying {
          via process
          command ["sh", "-c", "printf '\\\\033[31mred\\\\033]0;title\\\\007\\\\n'; sleep 0.2; exit 1"]
        }
        start dying
        """;
    Outcome outcome = run(text);
    assertEquals(1, outcome.exitCode(), outcome::all);
    assertTrue(outcome.out().contains("| \\u001b[31mred"), outcome::all);
    assertNeutral(outcome);
  }

  @Test
  void escapesInNamesAreShownAsEscapes() throws Exception {
    assertNeutral(run("start \"a\u001b[31mb\" via process\n"));
    assertNeutral(run("fail \"\u001b[31m\"\n"));
    assertNeutral(commands.stateful("exec", "restrat \u001b[31mweb"));
    assertNeutral(commands.stateful("show", "\u001b[31m"));
    assertNeutral(CommandLineRun.run("\u001b[31m"));
    assertNeutral(CommandLineRun.run("run", folder + "/\u001b[31m.runbook"));
    assertNeutral(run("log \"a\"\n", "-p", "\u001b[31m=1"));
    assertNeutral(run("log \"a\"\n", "--\u001b[31m"));
    assertNeutral(CommandLineRun.run("explain", "\u001b[31m"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "load-env \"a\\u0000b\"",
        "run [\"true\"] in \"\\u0000\"",
        "run [\"a\\u0000b\"]",
        "check exists(\"\\u0000\")",
        "log \"${real-path(\"\\u0000\")}\""
      })
  void whatCannotBeAPathIsAnErrorOfTheRunbook(String statement) {
    Outcome outcome = commands.stateful("exec", statement);
    assertEquals(1, outcome.exitCode(), outcome::all);
    assertFalse(outcome.all().contains("X001"), outcome::all);
    assertFalse(outcome.all().contains("Exception"), outcome::all);
  }

  @Test
  void anArgumentThatCannotBeAPathIsWrongUse() {
    Outcome outcome = CommandLineRun.run("check", "a\u0000b");
    assertEquals(2, outcome.exitCode(), outcome::all);
    assertTrue(outcome.err().contains("cannot be a path"), outcome::all);
    assertFalse(outcome.all().contains("X001"), outcome::all);
  }

  private static void assertNeutral(Outcome outcome) {
    boolean raw =
        outcome
            .all()
            .chars()
            .anyMatch(character ->
                (character < 0x20 && character != '\n')
                    || (character >= 0x7f && character < 0xa0)
                    || (character >= 0x202a && character <= 0x202e));
    assertFalse(raw, () -> outcome.all().replace("\u001b", "<ESC>"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "services: !!javax.script.ScriptEngineManager [!!java.net.URL ['http://127.0.0.1:1/']]",
        "services: &a [*a]",
        "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b]\n"
            + "d: &d [*c,*c,*c,*c,*c,*c]\nservices: [*d,*d,*d,*d,*d,*d,*d]",
        "services: { web: { via: sim } ",
        "services: \u0000",
        "- - - - - - -",
        "? {a: 1} : b"
      })
  void anAttackingInventoryIsRefused(String yaml) throws Exception {
    Path inventory = Files.writeString(folder.resolve("i.yml"), yaml);
    Outcome outcome = run("log \"a\"\n", "-i", inventory.toString());
    assertEquals(2, outcome.exitCode(), outcome::all);
    assertTrue(outcome.err().startsWith("error[I00"), outcome::all);
    assertFalse(outcome.all().contains("Exception"), outcome::all);
  }

  @Test
  void aRunbookThatIsTooLargeIsRefused() throws Exception {
    Path large = folder.resolve("large.runbook");
    Files.writeString(large, "# filler\n".repeat((8 << 20) / 9 + 1));
    Outcome outcome = commands.stateful("run", large.toString());
    assertEquals(2, outcome.exitCode(), outcome::all);
    assertTrue(outcome.err().contains("error[S007]"), outcome::all);
  }

  @Test
  void aRunbookThatIsNestedTooDeeplyIsRefused() throws Exception {
    Outcome outcome = run("log " + "(".repeat(300) + "1" + ")".repeat(300) + "\n");
    assertEquals(2, outcome.exitCode(), outcome::all);
    assertTrue(outcome.err().contains("error[S008]"), outcome::all);
    assertEquals(2, run("within 1s { ".repeat(257) + "}".repeat(257)).exitCode());
  }
}
