package dev.bounce.docs;

import dev.bounce.golden.Golden;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of a page that is marked as a runbook.
 *
 * @param page where it stands
 * @param line the line of its fence
 * @param directive what the comment {@code <!-- check: … -->} on the line above it says
 * @param text what stands in it
 */
record Example(Path page, int line, Optional<String> directive, String text) {
  private static final String DIRECTIVE = "<!-- check: ";
  private static final Pattern BLOCK =
      Pattern.compile(
          "^(?:" + DIRECTIVE + "(\\w+) -->\n)?```runbook\n(.*?)^```$",
          Pattern.MULTILINE | Pattern.DOTALL);

  /** Returns the examples of a page, in their order. */
  static List<Example> of(Path page) {
    String text = Golden.read(page);
    List<Example> examples = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      int line = (int) text.substring(0, block.start(2)).lines().count();
      examples.add(new Example(page, line, Optional.ofNullable(block.group(1)), block.group(2)));
    }
    long comments = text.lines().filter(written -> written.contains(DIRECTIVE)).count();
    if (comments != examples.stream().filter(one -> one.directive().isPresent()).count()) {
      throw new IllegalStateException("a directive that belongs to no example in " + page);
    }
    return examples;
  }

  @Override
  public String toString() {
    return page + ":" + line;
  }
}
