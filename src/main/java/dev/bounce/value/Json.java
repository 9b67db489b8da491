package dev.bounce.value;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * JSON as plain structures: {@code Map<String, Object>} in its order, {@code List}, {@code String},
 * {@code Boolean}, whole numbers, {@code BigDecimal}, and {@code Optional.empty()} for null.
 *
 * <p>What is written is one line of text that is safe to show: characters that act on a terminal
 * are escaped, as are surrogates, so that every string survives, also one that is no valid Unicode.
 */
public final class Json {
  /** How deep structures may be nested, written or read. */
  public static final int DEPTH_LIMIT = 1000;

  /** How many characters a text that is read may have. */
  public static final int SIZE_LIMIT = 64 << 20;

  private static final int NUMBER_LENGTH_LIMIT = 200;
  private static final int SCALE_LIMIT = 1000;
  private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH_LIMIT)
                  .maxStringLength(SIZE_LIMIT)
                  .maxNumberLength(NUMBER_LENGTH_LIMIT)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build())
          .characterEscapes(new JsonEscapes())
          .build();

  private Json() {}

  /**
   * Returns a structure as one line without a line ending. The same structure gives the same text:
   * keys come in the order of their map.
   *
   * @throws IllegalArgumentException when it holds anything else than the types named above, also
   *     {@code Integer} and finite {@code Double}, or is nested too deep
   */
  public static String write(Object structure) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      write(generator, structure, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * Returns the structure that a text holds. Whole numbers are {@code Long} where they fit, else
   * {@code BigInteger}.
   *
   * @throws JsonException when it is not one JSON value, has a key twice in an object, or exceeds a
   *     bound
   */
  public static Object read(String text) throws JsonException {
    if (text.length() > SIZE_LIMIT) {
      throw new JsonException("longer than " + SIZE_LIMIT + " characters");
    }
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new JsonException("there is nothing in it");
      }
      Object structure = value(parser);
      if (parser.nextToken() != null) {
        throw new JsonException("there is more text after the end" + place(parser));
      }
      return structure;
    } catch (StreamConstraintsException e) {
      throw new JsonException("a bound is exceeded: " + e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      throw new JsonException(e.getOriginalMessage() + place(e.getLocation()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(JsonGenerator generator, Object structure, int depth)
      throws IOException {
    if (depth >= DEPTH_LIMIT && (structure instanceof Map || structure instanceof List)) {
      throw new IllegalArgumentException("nested deeper than " + DEPTH_LIMIT);
    }
    switch (structure) {
      case Map<?, ?> map -> writeObject(generator, map, depth);
      case List<?> list -> {
        generator.writeStartArray();
        for (Object element : list) {
          write(generator, element, depth + 1);
        }
        generator.writeEndArray();
      }
      case Optional<?> absent when absent.isEmpty() -> generator.writeNull();
      case String text -> generator.writeString(text);
      case Boolean truth -> generator.writeBoolean(truth);
      case Integer number -> generator.writeNumber(number);
      case Long number -> generator.writeNumber(number);
      case BigInteger number -> generator.writeNumber(number);
      case BigDecimal number -> generator.writeNumber(number);
      case Double number when Double.isFinite(number) -> generator.writeNumber(number);
      default ->
          throw new IllegalArgumentException("not for JSON: " + structure.getClass().getName());
    }
  }

  private static void writeObject(JsonGenerator generator, Map<?, ?> map, int depth)
      throws IOException {
    generator.writeStartObject();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!(entry.getKey() instanceof String key)) {
        throw new IllegalArgumentException("not a key for JSON: " + entry.getKey());
      }
      generator.writeFieldName(key);
      write(generator, entry.getValue(), depth + 1);
    }
    generator.writeEndObject();
  }

  private static Object value(JsonParser parser) throws IOException, JsonException {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> whole(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> fraction(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> Optional.empty();
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new JsonException("a value is missing" + place(parser));
    };
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException, JsonException {
    Map<String, Object> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      entries.put(key, value(parser));
    }
    return entries;
  }

  private static List<Object> array(JsonParser parser) throws IOException, JsonException {
    List<Object> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(parser));
    }
    return elements;
  }

  private static Object whole(BigInteger number) {
    boolean fits = number.compareTo(LONG_MIN) >= 0 && number.compareTo(LONG_MAX) <= 0;
    return fits ? (Object) number.longValueExact() : number;
  }

  private static BigDecimal fraction(JsonParser parser) throws IOException, JsonException {
    BigDecimal number = parser.getDecimalValue();
    // 1e999999999 is short to write, and fills the memory of whoever computes with it.
    if (Math.abs((long) number.scale()) > SCALE_LIMIT) {
      throw new JsonException("a number out of all proportion" + place(parser));
    }
    return number;
  }

  private static String place(JsonParser parser) {
    return place(parser.currentTokenLocation());
  }

  private static String place(JsonLocation location) {
    return " at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
