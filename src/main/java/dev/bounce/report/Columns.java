package dev.bounce.report;

import java.util.ArrayList;
import java.util.List;

/** Lays rows of cells out in columns. */
public final class Columns {
  private static final String GAP = "  ";

  private Columns() {}

  /** Returns a line for each row, every column as wide as its widest cell. */
  public static List<String> of(List<List<String>> rows) {
    List<Integer> widths = new ArrayList<>();
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        int width = row.get(i).codePointCount(0, row.get(i).length());
        if (i == widths.size()) {
          widths.add(width);
        } else {
          widths.set(i, Math.max(widths.get(i), width));
        }
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      String cell = row.get(i);
      line.append(cell);
      line.repeat(' ', widths.get(i) - cell.codePointCount(0, cell.length()));
      line.append(GAP);
    }
    return line.toString().stripTrailing();
  }
}
