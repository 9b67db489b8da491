package dev.bounce.notation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.bounce.value.Value;
import dev.bounce.value.Value.BooleanValue;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MapValue;
import dev.bounce.value.Value.StringValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON as values of the language, which has no null and no fractions: an entry that is null
 * is left out, a fraction becomes its text.
 */
public final class JsonText {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(256).build())
          .build();

  private JsonText() {}

  /**
   * Returns the value that a text holds.
   *
   * @throws NotationException when the text is no JSON, or has more than one value
   */
  public static Value read(String text) throws NotationException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.nextToken();
      Value value = value(parser);
      if (parser.nextToken() != null) {
        throw new NotationException("not JSON: more follows the first value");
      }
      return value;
    } catch (IOException wrong) {
      throw new NotationException("not JSON: " + firstLine(wrong));
    }
  }

  private static String firstLine(IOException wrong) {
    return String.valueOf(wrong.getMessage()).lines().findFirst().orElse("");
  }

  private static Value value(JsonParser parser) throws IOException, NotationException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new NotationException("not JSON: the text is empty");
    }
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_NUMBER_INT -> new IntegerValue(parser.getLongValue());
      case VALUE_TRUE, VALUE_FALSE -> new BooleanValue(parser.getBooleanValue());
      case VALUE_NULL -> new Value.MissingValue("null");
      case VALUE_STRING, VALUE_NUMBER_FLOAT -> new StringValue(parser.getText());
      default -> throw new NotationException("not JSON: unexpected " + token);
    };
  }

  private static Value object(JsonParser parser) throws IOException, NotationException {
    Map<String, Value> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      Value value = value(parser);
      if (!(value instanceof Value.MissingValue)) {
        entries.put(name, value);
      }
    }
    return new MapValue(entries);
  }

  private static Value array(JsonParser parser) throws IOException, NotationException {
    List<Value> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(parser));
    }
    return new ListValue(elements);
  }
}
