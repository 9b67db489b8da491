package dev.bounce.inventory;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Diagnostics;
import dev.bounce.diag.Source;
import dev.bounce.diag.Span;
import dev.bounce.notation.PlainScalars;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Composes YAML to its graph of nodes, and no further: there is no constructor in this, hence
 * nothing that could make an object of a tag.
 */
final class YamlText {
  /** How often an alias may stand for a list or a map. */
  static final int ALIAS_LIMIT = 50;

  private YamlText() {}

  /** Returns the root, absent where the text holds nothing or is no YAML; that is reported. */
  static Optional<Node> compose(Source source, Places places, Diagnostics diagnostics) {
    try {
      LoaderOptions options = options();
      ParserImpl parser = new ParserImpl(new StreamReader(source.text()), options);
      return Optional.ofNullable(new Composer(parser, new PlainScalars(), options).getSingleNode());
    } catch (MarkedYAMLException e) {
      diagnostics.add(notYaml(e, places));
    } catch (ReaderException e) {
      diagnostics.add(
          Diagnostic.error(
                  Code.I001,
                  places.atCodePoint(Math.max(0, e.getPosition())),
                  "a character that YAML does not allow: U+%04X".formatted(e.getCodePoint()))
              .hint("remove it; in double quotes it may be written as an escape"));
    } catch (YAMLException e) {
      // What SnakeYAML throws without a place are its limits.
      diagnostics.add(
          Diagnostic.error(Code.I004, places.atCodePoint(0), Code.I004.title())
              .because(String.valueOf(e.getMessage()))
              .hint("write it flatter, and lists out instead of by alias"));
    } catch (RuntimeException e) {
      // A defect of the YAML library must not become one of ours: the text is refused all the same.
      diagnostics.add(
          Diagnostic.error(Code.I001, places.atCodePoint(0), Code.I001.title())
              .because("the YAML library gave up: " + e.getMessage()));
    }
    return Optional.empty();
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowRecursiveKeys(false);
    options.setMaxAliasesForCollections(ALIAS_LIMIT);
    options.setNestingDepthLimit(InventoryReader.DEPTH_LIMIT);
    options.setCodePointLimit(InventoryReader.SIZE_LIMIT);
    options.setMergeOnCompose(false);
    return options;
  }

  private static Diagnostic notYaml(MarkedYAMLException e, Places places) {
    String problem = Optional.ofNullable(e.getProblem()).orElse(Code.I001.title());
    if (problem.startsWith("Global tag is not allowed")) {
      // SnakeYAML refuses most tags while it composes; Nodes refuses the others.
      String tag = problem.substring(problem.indexOf(':') + 1).strip();
      return refusedTag(places.at(e.getProblemMark()), tag);
    }
    Diagnostic diagnostic =
        Diagnostic.error(Code.I001, places.at(e.getProblemMark()), "not YAML: " + problem);
    if (e.getContext() != null) {
      diagnostic = diagnostic.because(e.getContext());
    }
    if (problem.contains("\\t")) {
      return diagnostic.hint("indent with spaces");
    }
    if (problem.contains("mapping values are not allowed")) {
      return diagnostic.hint("put a text that holds `: ` into quotes");
    }
    return diagnostic;
  }

  /** Returns the error of a tag that asks for more than data. */
  static Diagnostic refusedTag(Span span, String tag) {
    return Diagnostic.error(Code.I003, span, "the tag " + tag + " is refused")
        .because("an inventory is data: text, numbers, truths, lists and maps")
        .hint("remove the tag");
  }
}
