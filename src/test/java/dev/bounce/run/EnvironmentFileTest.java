package dev.bounce.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.bounce.diag.Code;
import dev.bounce.plan.EvaluationException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of variables, also hostile ones. */
final class EnvironmentFileTest {
  @Test
  void readsWhatIsUsual() throws Exception {
    String text =
        """
        # a comment
        A=1
        export B = two words  # of which two count
        C='single # $A "as it is"'
        D="double \\n \\"quoted\\" $A \\$"   # comment

        E=
        F=a#b
        A=2
        """;
    assertEquals(
        Map.of(
            "A", "2",
            "B", "two words",
            "C", "single # $A \"as it is\"",
            "D", "double \n \"quoted\" $A $",
            "E", "",
            "F", "a#b"),
        EnvironmentFile.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LD_PRELOAD=/evil/x.so",
        "export LD_LIBRARY_PATH=/evil",
        "  LD_AUDIT = x",
        "ld_preload=x",
        "PATH=/evil:/bin",
        "Path=/evil",
        "export\tPATH='/evil'",
        "DYLD_INSERT_LIBRARIES=x"
      })
  void refusesWhatChangesTheCodeThatIsExecuted(String line) {
    EvaluationException refusal =
        assertThrows(EvaluationException.class, () -> EnvironmentFile.parse("A=b\n" + line + "\n"));
    assertEquals(Code.R018, refusal.code());
    assertFalse(refusal.message().contains("/evil"), refusal.message());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "=x", "1A=x", "A='open", "A=\"open", "A='x' y", "A-B=x"})
  void refusesWhatIsNoAssignmentAndDoesNotRepeatIt(String line) {
    EvaluationException refusal =
        assertThrows(EvaluationException.class, () -> EnvironmentFile.parse("\n" + line));
    assertEquals(Code.P012, refusal.code());
    assertEquals("line 2 is not NAME=VALUE", refusal.message());
  }
}
