package dev.bounce.diag;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Diagnostics as people read them: what is wrong, where, the line itself, why, and what to do.
 *
 * <pre>
 * error[C001]: unknown verb `restrat`
 *  --&gt; web.runbook:3:1
 *   |
 * 3 | restrat web
 *   | ^^^^^^^ did you mean `restart`?
 *   = cause: …
 * </pre>
 *
 * <p>Nothing of a source reaches the terminal as it is, see {@link Neutral}.
 */
public final class DiagnosticText {
  private static final String RESET = "\u001b[0m";
  private static final String BOLD = "\u001b[1m";
  private static final String RED = "\u001b[1;31m";
  private static final String YELLOW = "\u001b[1;33m";
  private static final String BLUE = "\u001b[1;34m";
  private static final int SMALLEST_WIDTH = 24;

  private final Style style;
  private final Diagnostic diagnostic;
  private final StringBuilder out = new StringBuilder();

  private DiagnosticText(Diagnostic diagnostic, Style style) {
    this.diagnostic = diagnostic;
    this.style = style;
  }

  /**
   * How to write.
   *
   * @param colour whether to use ANSI colours
   * @param width how many columns there are; longer source lines are cut around the place
   */
  public record Style(boolean colour, int width) {
    /** No colours, a hundred columns. */
    public static final Style PLAIN = new Style(false, 100);
  }

  /** Returns one diagnostic, its last line ended. */
  public static String render(Diagnostic diagnostic, Style style) {
    return new DiagnosticText(diagnostic, style).render();
  }

  /** Returns all of them, with an empty line between each two. */
  public static String render(List<Diagnostic> diagnostics, Style style) {
    return diagnostics.stream()
        .map(diagnostic -> render(diagnostic, style))
        .collect(Collectors.joining("\n"));
  }

  private String render() {
    String severity = diagnostic.severity().name().toLowerCase(Locale.ROOT);
    out.append(paint(severityColour(), severity + "[" + diagnostic.code() + "]"));
    out.append(paint(BOLD, ": " + Neutral.line(diagnostic.message()))).append('\n');
    boolean hintShown = diagnostic.span().map(this::place).orElse(false);
    String margin = " ".repeat(diagnostic.span().map(this::gutter).orElse(0));
    note(margin, "cause", diagnostic.cause());
    note(margin, "hint", hintShown ? Optional.empty() : diagnostic.hint());
    return out.toString();
  }

  /** Writes the place and the line; returns whether the hint stands there, too. */
  private boolean place(Span span) {
    int gutter = gutter(span);
    String margin = " ".repeat(gutter);
    String bar = margin + paint(BLUE, " |");
    out.append(margin).append(paint(BLUE, "--> ")).append(Neutral.line(span.place())).append('\n');
    out.append(bar).append('\n');

    int width = Math.max(SMALLEST_WIDTH, style.width() - gutter - 3);
    Excerpt excerpt = Excerpt.of(span, width);
    out.append(paint(BLUE, span.line() + " |"));
    line(excerpt.text());

    Optional<String> hint = diagnostic.hint().map(Neutral::line);
    int used = excerpt.caretColumn() + excerpt.caretWidth();
    boolean fits = hint.map(text -> used + 1 + text.length() <= width).orElse(false);
    String carets = "^".repeat(excerpt.caretWidth()) + (fits ? " " + hint.orElse("") : "");
    out.append(bar);
    line(" ".repeat(excerpt.caretColumn()) + paint(severityColour(), carets));
    return fits;
  }

  private void line(String text) {
    out.append(text.isEmpty() ? "" : " ").append(text.stripTrailing()).append('\n');
  }

  private int gutter(Span span) {
    return Integer.toString(span.line()).length();
  }

  private void note(String margin, String label, Optional<String> text) {
    text.ifPresent(note ->
        out.append(margin)
            .append(paint(BLUE, " = "))
            .append(paint(BOLD, label + ":"))
            .append(' ')
            .append(Neutral.line(note))
            .append('\n'));
  }

  private String severityColour() {
    return switch (diagnostic.severity()) {
      case ERROR -> RED;
      case WARNING -> YELLOW;
    };
  }

  private String paint(String colour, String text) {
    return style.colour() ? colour + text + RESET : text;
  }
}
