package dev.bounce.report;

import dev.bounce.backend.Remark;

/** Remarks of backends as one line each. */
final class RemarkText {
  private RemarkText() {}

  static String shown(Remark remark) {
    String repair = remark.repair().isBlank() ? "" : "; " + remark.repair();
    String word =
        switch (remark.kind()) {
          case ALSO -> "also: ";
          case WARNING -> "warning: ";
          case REFUSAL -> "refused: ";
        };
    return word + remark.member() + " " + remark.text() + repair;
  }
}
