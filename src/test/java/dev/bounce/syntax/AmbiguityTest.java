package dev.bounce.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bounce.diag.Source;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.atn.ATNConfigSet;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.dfa.DFA;
import org.junit.jupiter.api.Test;

/** The grammar has one reading of every text, and finds it without the context of the caller. */
class AmbiguityTest {
  @Test
  void nothingIsAmbiguous() {
    Findings findings = new Findings();
    for (String example : Texts.examples()) {
      Layout.Result layout = Layout.of(new Source("example", example));
      RunbookParser parser = ParserBase.over(layout);
      parser.addErrorListener(findings);
      parser.getInterpreter().setPredictionMode(PredictionMode.LL_EXACT_AMBIG_DETECTION);
      parser.file();
      assertEquals(0, layout.problems().count());
    }
    assertEquals(List.of(), findings.found);
  }

  private static final class Findings extends BaseErrorListener {
    final List<String> found = new ArrayList<>();

    @Override
    public void reportAmbiguity(
        Parser parser,
        DFA decision,
        int start,
        int stop,
        boolean exact,
        BitSet alternatives,
        ATNConfigSet configurations) {
      add("ambiguous", parser, decision);
    }

    @Override
    public void reportAttemptingFullContext(
        Parser parser,
        DFA decision,
        int start,
        int stop,
        BitSet alternatives,
        ATNConfigSet configurations) {
      add("full context tried", parser, decision);
    }

    @Override
    public void reportContextSensitivity(
        Parser parser,
        DFA decision,
        int start,
        int stop,
        int prediction,
        ATNConfigSet configurations) {
      add("full context needed", parser, decision);
    }

    private void add(String what, Parser parser, DFA decision) {
      String rule = parser.getRuleNames()[decision.atnStartState.ruleIndex];
      found.add(what + " in " + rule + " at " + parser.getCurrentToken());
    }
  }
}
