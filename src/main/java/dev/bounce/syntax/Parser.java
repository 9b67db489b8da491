package dev.bounce.syntax;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Source;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Text to trees. No input makes it fail: what cannot be read is in the diagnostics of the result.
 */
public final class Parser {
  /** The largest file that is read, in bytes. */
  public static final int MAX_BYTES = 8 * 1024 * 1024;

  /** How many brackets, or chained signs and alternatives, may be open at one place. */
  public static final int MAX_DEPTH = 256;

  private Parser() {}

  /**
   * Reads a whole text.
   *
   * @return the statements that could be read, and all errors in the order of the text
   */
  public static Parsed parse(Source source) {
    if (source.text().length() > MAX_BYTES) {
      return tooLarge(source.name());
    }
    Layout.Result layout = Layout.of(source);
    if (!layout.readable()) {
      return new Parsed(new Module(source, List.of()), layout.problems().inOrder());
    }
    try {
      return parse(source, layout);
    } catch (StackOverflowError overflow) { // MAX_DEPTH suffices on a stack of the usual size only
      return failed(
          source,
          Diagnostic.error(Code.S008, source.span(0, 0), "nested too deeply for this machine"));
    }
  }

  /**
   * Reads the bytes of a file, after checking their number and that they are UTF-8. A byte order
   * mark is skipped.
   *
   * @param name what diagnostics call the file
   */
  public static Parsed parseBytes(String name, byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      return tooLarge(name);
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text = CharBuffer.allocate(bytes.length);
    ByteBuffer input = ByteBuffer.wrap(bytes);
    CoderResult result = decoder.decode(input, text, true);
    if (result.isError()) {
      return notUnicode(name, bytes, input.position(), text.position());
    }
    return parse(new Source(name, text.flip().toString()));
  }

  /**
   * Tells whether a further line belongs to {@code text}, as far as it was typed: it ends inside of
   * a bracket or of a string of several lines, or with an operator, a comma, {@code =} or {@code
   * \\}. Text that is wrong already is not incomplete: nothing that follows could mend it.
   */
  public static boolean isIncomplete(String text) {
    return Layout.needsMore(new Source("", text));
  }

  /** Returns what to colour in {@code text}, in its order; it need not parse. */
  public static List<SyntaxToken> tokens(String text) {
    return Highlighter.tokens(new Source("", text));
  }

  private static Parsed parse(Source source, Layout.Result layout) {
    RunbookParser parser = ParserBase.over(layout);
    TreeBuilder builder = new TreeBuilder(source, layout.problems(), parser.getTokenStream());
    parser.handStatementsTo(builder::add);
    parser.file();
    return new Parsed(new Module(source, builder.statements()), layout.problems().inOrder());
  }

  private static Parsed tooLarge(String name) {
    Source empty = new Source(name, "");
    return failed(
        empty,
        Diagnostic.error(Code.S007, "%s is larger than 8 MiB".formatted(name))
            .hint("split it into modules and `use` them"));
  }

  private static Parsed notUnicode(String name, byte[] bytes, int badByte, int goodCharacters) {
    Source source = new Source(name, new String(bytes, StandardCharsets.UTF_8));
    int start = Math.min(goodCharacters, source.text().length());
    int end = Math.min(start + 1, source.text().length());
    return failed(
        source,
        Diagnostic.error(
                Code.S006,
                source.span(start, end),
                "byte %d, 0x%02X, is not UTF-8".formatted(badByte, bytes[badByte]))
            .hint("save the file as UTF-8"));
  }

  private static Parsed failed(Source source, Diagnostic diagnostic) {
    return new Parsed(new Module(source, List.of()), List.of(diagnostic));
  }
}
