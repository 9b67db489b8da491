package dev.bounce.report;

import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Span;
import dev.bounce.value.Json;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Shows diagnostics as JSON, for editors and CI. */
public final class DiagnosticJson {
  private DiagnosticJson() {}

  /** Returns one line; places are counted from one, the end is the first column behind. */
  public static String line(Diagnostic diagnostic) {
    return Json.write(fields(diagnostic));
  }

  /** Returns what the line holds, by name. */
  public static Map<String, Object> fields(Diagnostic diagnostic) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("code", diagnostic.code().name());
    fields.put("severity", diagnostic.severity().name().toLowerCase(Locale.ROOT));
    diagnostic.span().ifPresent(span -> place(span, fields));
    fields.put("message", diagnostic.message());
    diagnostic.cause().ifPresent(cause -> fields.put("cause", cause));
    diagnostic.hint().ifPresent(hint -> fields.put("hint", hint));
    return fields;
  }

  private static void place(Span span, Map<String, Object> fields) {
    fields.put("file", span.source().name());
    fields.put("line", (long) span.line());
    fields.put("column", (long) span.column());
    fields.put("endLine", (long) span.source().line(span.end()));
    fields.put("endColumn", (long) span.source().column(span.end()));
  }
}
