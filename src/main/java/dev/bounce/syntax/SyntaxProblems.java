package dev.bounce.syntax;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Source;
import dev.bounce.diag.Span;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The syntax errors of one text.
 *
 * <p>One slip of the finger tends to upset everything behind it on its line, so a line gets one
 * error: the first that is found. What {@link Layout} finds is nearer to the cause than what the
 * parser stumbles over, which is why it comes first.
 */
final class SyntaxProblems {
  private final Source source;
  private final List<Diagnostic> found = new ArrayList<>();
  private final BitSet lines = new BitSet();

  SyntaxProblems(Source source) {
    this.source = source;
  }

  /** Returns the span of a token; one that was made up has no width. */
  Span span(LayoutToken token) {
    int size = source.text().length();
    int start = Math.min(token.getStartIndex(), size);
    return source.span(start, Math.max(start, Math.min(token.end(), size)));
  }

  /** Reports an error of a line that has none yet. */
  void add(Diagnostic diagnostic) {
    int line = diagnostic.span().map(Span::line).orElse(0);
    if (!lines.get(line)) {
      lines.set(line);
      found.add(diagnostic);
    }
  }

  /** Reports an error whatever else its line has: it stands for itself. */
  void addAlways(Diagnostic diagnostic) {
    found.add(diagnostic);
  }

  void add(Code code, LayoutToken at, String message) {
    add(Diagnostic.error(code, span(at), message));
  }

  /** Returns the lines that have an error now. */
  BitSet lines() {
    return (BitSet) lines.clone();
  }

  /** Tells whether an error lies on one of the lines, both included. */
  boolean isAnyBetween(int firstLine, int lastLine) {
    int next = lines.nextSetBit(firstLine);
    return next >= 0 && next <= lastLine;
  }

  /** Tells whether there are so many that going on helps nobody. */
  boolean isFull() {
    return found.size() >= Diagnostics.LIMIT;
  }

  int count() {
    return found.size();
  }

  /** Returns all of them in the order of the text. */
  List<Diagnostic> inOrder() {
    Diagnostics diagnostics = new Diagnostics();
    diagnostics.addAll(found);
    return diagnostics.inOrder();
  }
}
