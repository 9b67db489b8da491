package dev.bounce.report;

import dev.bounce.diag.Neutral;

/** What a program has written, as one of our lines shows it. */
final class Quotation {
  private static final String TAB = "    ";

  private Quotation() {}

  /** Returns the line; it cannot act on the terminal, and its tabs are blanks. */
  static String line(String written) {
    return Neutral.line(written.replace("\t", TAB));
  }
}
