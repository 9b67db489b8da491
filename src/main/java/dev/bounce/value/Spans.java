package dev.bounce.value;

import dev.bounce.diag.Source;
import dev.bounce.diag.Span;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes a span as {@code [source name, start, end]}, and finds its source again among those that
 * are known: a tree with thousands of spans does not hold its text thousands of times.
 */
public final class Spans implements RecordCodec.Converter<Span> {
  private final Map<String, Source> sources;

  /**
   * @param sources what decoded spans may lie in; their names differ
   */
  public Spans(Collection<Source> sources) {
    this.sources =
        sources.stream().collect(Collectors.toUnmodifiableMap(Source::name, Function.identity()));
  }

  @Override
  public Object encode(Span span) {
    return List.of(span.source().name(), span.start(), span.end());
  }

  @Override
  public Span decode(Object structure, String path) throws CodecException {
    if (structure instanceof List<?> parts
        && parts.size() == 3
        && parts.get(0) instanceof String name
        && parts.get(1) instanceof Number start
        && parts.get(2) instanceof Number end) {
      Source source = sources.get(name);
      if (source == null) {
        throw new CodecException(path, "the source `" + name + "` is not known");
      }
      return span(source, start.longValue(), end.longValue(), path);
    }
    throw new CodecException(path, "not a span");
  }

  private static Span span(Source source, long start, long end, String path) throws CodecException {
    if (start < 0 || end < start || end > source.text().length()) {
      throw new CodecException(path, "the span lies outside of " + source.name());
    }
    return new Span(source, (int) start, (int) end);
  }
}
