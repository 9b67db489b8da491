package dev.bounce.repl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.run.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SessionTest {
  private static final String WEB = "service web { via sim; members 2 }";

  @TempDir private Path folder = Path.of("");

  private final SimulatedSession simulation = new SimulatedSession();

  private Entry enter(String text) {
    return simulation.session.enter(text);
  }

  private String done(String text) {
    Entry entry = enter(text);
    assertEquals(List.of(), entry.errors());
    assertEquals(ExitCode.DONE, entry.exitCode());
    return entry.output();
  }

  private Diagnostic refused(Code code, String text) {
    Entry entry = enter(text);
    assertEquals(ExitCode.USAGE, entry.exitCode());
    assertEquals(List.of(code), entry.errors().stream().map(Diagnostic::code).toList());
    return entry.errors().getFirst();
  }

  @Test
  void whatIsDeclaredIsThereForLaterEntries() {
    done(WEB);
    done("define twice(target: service) {\n  restart target\n  restart target\n}");
    done("group app = web");
    done("twice web");
    done("restart app");
    assertEquals(2, simulation.plans.size());
    assertTrue(simulation.shown().contains("web:1"));
  }

  @Test
  void declarationsAloneRunNothing() {
    done(WEB + "; let x = 1; param p: duration = 3s; use prelude");
    assertEquals(List.of(), simulation.plans);
  }

  @Test
  void aLaterDeclarationReplacesTheEarlierOne() {
    done(WEB);
    done("service web { via sim; members 1 }");
    done("restart web");
    assertFalse(simulation.shown().contains("web:1"));
    done("define f(x) = x + 1");
    done("define f(x) = x + 2");
    assertEquals("3\n", done("f(1)"));
    done("let web = 7");
    assertEquals("7\n", done("web"));
  }

  @Test
  void declaredTwiceInOneEntryIsAnError() {
    refused(Code.C009, WEB + "; " + WEB);
  }

  @Test
  void anEntryWithErrorsChangesNothing() {
    done("let x = 1");
    refused(Code.C001, "let x = 2\nservice web { via sim }\nrestrat web");
    assertEquals("1\n", done("x"));
    refused(Code.C023, "restart web");
    assertEquals(List.of(), simulation.plans);
  }

  @Test
  void anEntryThatBreaksAnEarlierDefinitionIsRefused() {
    done("let x = 1");
    done("define f() = x + 1");
    Diagnostic broken = refused(Code.C007, "let x = \"text\"");
    assertEquals("repl:2:1:14", broken.span().orElseThrow().place());
    assertEquals("2\n", done("f()"));
  }

  @Test
  void whatIsObservedIsObservedOnce() {
    simulation.host.file("/stamp", "one");
    done("let stamp = file(\"/stamp\")");
    simulation.host.file("/stamp", "two");
    assertEquals("\"one\"\n", done("stamp"));
    assertEquals(1, simulation.plans.size());
  }

  @Test
  void whatACommandIsBoundToStays() {
    done("run [\"echo\", \"hello\"] into said");
    done("check said.code == 0");
  }

  @Test
  void aSecretStaysSecret() {
    done("let word = secret(\"open sesame\")");
    assertEquals("•••\n", done("word"));
    done("log \"the word is ${word}\"");
    assertFalse(simulation.shown().contains("sesame"));
  }

  @Test
  void waitHealthyRefersToWhatEarlierEntriesTouched() {
    done(WEB + "; service worker { via sim; members 1 }");
    refused(Code.C033, "wait healthy");
    done("restart web");
    done("stop worker");
    done("log \"something else\"");
    done("wait healthy");
    simulation.world.crash("web", Optional.of(1));
    Entry entry = enter("wait healthy within 2s");
    assertEquals(ExitCode.FAILED, entry.exitCode());
    String shown = simulation.shown();
    assertTrue(shown.contains("web:1"), shown);
  }

  @Test
  void aReportNamesOnlyWhatItsOwnRunDid() {
    done(WEB + "; service worker { via sim; members 1 }");
    done("restart web");
    Entry entry = enter("restart worker");
    assertEquals(1, entry.report().orElseThrow().members().size());
  }

  @Test
  void theOnlyBackendThatWasNamedManagesTheRest() {
    done("restart web via sim");
    done("wait healthy web");
    done("phase web");
    assertTrue(simulation.plans.stream().allMatch(plan -> plan.services().containsKey("web")));
  }

  @Test
  void aServiceThatIsDeclaredAnewIsNotTouched() {
    done(WEB);
    done("restart web; let m = members(web)");
    done("service web { via sim; members 3 }");
    refused(Code.C033, "wait healthy");
    Entry forgotten = enter("log \"${m}\"");
    assertEquals(ExitCode.USAGE, forgotten.exitCode());
  }

  @Test
  void membersCanBeKeptInAName() {
    done(WEB);
    assertEquals("[web:0, web:1]\n", done("let m = members(web)\n").isEmpty() ? done("m") : "");
    done("restart m");
    assertTrue(simulation.shown().contains("web:1"));
  }

  @Test
  void afterAFailedRunWhatItHasBoundStays() {
    simulation.host.file("/stamp", "one");
    Entry failed = enter("let a = file(\"/stamp\")\nfail \"no\"\nlet b = file(\"/stamp\")");
    assertEquals(ExitCode.FAILED, failed.exitCode());
    assertEquals("\"one\"\n", done("a"));
    assertEquals(ExitCode.USAGE, enter("b").exitCode());
  }

  @Test
  void aDefinitionOverWhatWasNeverBoundIsNotKept() {
    Entry failed = enter("fail \"no\"\nlet b = file(\"/stamp\")\ndefine f() = \"${b}\"");
    assertEquals(ExitCode.FAILED, failed.exitCode());
    assertTrue(failed.output().startsWith("what this entry declares is not kept"));
    done("log \"still alive\"");
    assertEquals(ExitCode.USAGE, enter("f()").exitCode());
  }

  @Test
  void anExpressionShowsItsValue() {
    assertEquals("3\n", done("1 + 2"));
    assertEquals("4\n", done("last + 1"));
    assertEquals(Code.C007, refused(Code.C007, "1 + \"a\"").code());
    done(WEB);
    assertEquals("[web:0, web:1]\n", done("members(web)"));
  }

  @Test
  void diagnosticsNameTheEntry() {
    done("let x = 1");
    Diagnostic wrong = refused(Code.C001, "log \"a\"\n  restrat web");
    assertEquals("repl:2:2:3", wrong.span().orElseThrow().place());
    Diagnostic planned = refused(Code.C001, ":plan restrat web");
    assertEquals("repl:3:1:7", planned.span().orElseThrow().place());
    Entry executed = simulation.session.execute("exec", "restrat web");
    assertEquals("exec:1:1", executed.errors().getFirst().span().orElseThrow().place());
  }

  @Test
  void aParameterTakesTheValueThatWasGiven() {
    SimulatedSession given = new SimulatedSession(Map.of("p", "5s"), Path.of(""));
    assertEquals(ExitCode.DONE, given.session.enter("let a = 1").exitCode());
    assertEquals(ExitCode.DONE, given.session.enter("param p: duration").exitCode());
    assertEquals("5s\n", given.session.enter("p").output());
  }

  @Test
  void execRefusesAParameterThatNobodyDeclares() {
    SimulatedSession given = new SimulatedSession(Map.of("p", "5s"), Path.of(""));
    Entry entry = given.session.execute("exec", "log \"a\"");
    assertEquals(Code.P002, entry.errors().getFirst().code());
  }

  @Test
  void execWithoutAnythingToDoIsAnError() {
    assertEquals(
        Code.P008, simulation.session.execute("exec", "# nothing").errors().getFirst().code());
    assertEquals(ExitCode.DONE, enter(" ").exitCode());
    assertEquals(ExitCode.DONE, enter("# a comment").exitCode());
  }

  @Test
  void aPlanIsShownAndNothingIsLearnt() {
    done(WEB);
    String plan = done(":plan let x = 1\nrestart web");
    assertTrue(plan.contains("restart web"), plan);
    assertEquals(List.of(), simulation.plans);
    assertEquals(ExitCode.USAGE, enter("x").exitCode());
    refused(Code.C033, "wait healthy");
  }

  @Test
  void aFileIsLoaded() throws IOException {
    Path inner = Files.createDirectories(folder.resolve("inner"));
    Files.writeString(inner.resolve("common.runbook"), "define hello() { log \"hello\" }\n");
    Files.writeString(
        inner.resolve("a.runbook"),
        "use \"./common.runbook\" as common\nlet x = 4\ncommon.hello\n");
    SimulatedSession loading = new SimulatedSession(Map.of(), folder);
    Entry loaded = loading.session.enter(":load inner/a.runbook");
    assertEquals(List.of(), loaded.errors());
    assertEquals("4\n", loading.session.enter("x").output());
    assertEquals(ExitCode.DONE, loading.session.enter("common.hello").exitCode());
    assertEquals(Code.U002, loading.session.enter(":load b.runbook").errors().getFirst().code());
  }

  @Test
  void commandsOfTheSession() {
    done(WEB);
    done("restart web");
    assertEquals("web  via sim  touched: web:0, web:1\n", done(":services"));
    done(":reset");
    assertEquals("no services yet\n", done(":services"));
    assertTrue(done(":help").contains(":plan STATEMENTS"));
    assertTrue(enter(":quit").leaves());
    assertEquals("did you mean `:plan`?", refused(Code.U001, ":plam a").hint().orElse(""));
    refused(Code.U001, ":plan");
    refused(Code.U001, ":reset all");
  }

  @Test
  void noRunNoInterruption() {
    assertFalse(simulation.session.interrupt());
  }
}
