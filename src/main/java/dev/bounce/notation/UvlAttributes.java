package dev.bounce.notation;

import dev.bounce.notation.UvlLine.Kind;
import dev.bounce.notation.UvlLine.Token;
import dev.bounce.value.Value;
import dev.bounce.value.Value.BooleanValue;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MapValue;
import dev.bounce.value.Value.StringValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Parses what stands in the braces behind a feature; an attribute without a value is true. */
final class UvlAttributes {
  private static final int DEPTH_LIMIT = 100;
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");

  private final UvlTokens tokens;
  private final List<UvlConstraint> constraints;
  private int depth;

  /**
   * @param constraints takes those that stand among the attributes
   */
  UvlAttributes(UvlTokens tokens, List<UvlConstraint> constraints) {
    this.tokens = tokens;
    this.constraints = constraints;
  }

  /** Returns the attributes in the braces that come next. */
  Map<String, Value> read() throws NotationException {
    if (++depth > DEPTH_LIMIT) {
      throw tokens.wrong("attributes of less than " + DEPTH_LIMIT + " levels");
    }
    Map<String, Value> attributes = new LinkedHashMap<>();
    tokens.expect("{");
    if (!tokens.takes("}")) {
      do {
        attribute(attributes);
      } while (tokens.takes(","));
      tokens.expect("}");
    }
    depth--;
    return attributes;
  }

  private void attribute(Map<String, Value> attributes) throws NotationException {
    String name = tokens.name();
    if (name.equals("constraint")) {
      constraints.add(UvlConstraint.read(tokens));
    } else if (name.equals("constraints")) {
      tokens.expect("[");
      while (!tokens.takes("]")) {
        constraints.add(UvlConstraint.read(tokens));
        tokens.takes(",");
      }
    } else {
      boolean bare = tokens.sees(",") || tokens.sees("}");
      Value value = bare ? new BooleanValue(true) : value();
      if (attributes.put(name, value) != null) {
        throw tokens.wrong("another attribute than `" + name + "`, which is given twice,");
      }
    }
  }

  private Value value() throws NotationException {
    if (tokens.sees("{")) {
      return new MapValue(read());
    }
    if (tokens.takes("[")) {
      return vector();
    }
    if (tokens.takes("true")) {
      return new BooleanValue(true);
    }
    if (tokens.takes("false")) {
      return new BooleanValue(false);
    }
    String sign = tokens.takes("-") ? "-" : "";
    if (tokens.sees(Kind.NUMBER) || (sign.isEmpty() && tokens.sees(Kind.TEXT))) {
      Token token = tokens.take("a value");
      String text = sign + token.text();
      boolean whole = token.kind() == Kind.NUMBER && WHOLE.matcher(text).matches();
      return whole ? new IntegerValue(Long.parseLong(text)) : new StringValue(text);
    }
    throw tokens.wrong("a value: a text in single quotes, a number, true or false,");
  }

  private ListValue vector() throws NotationException {
    if (++depth > DEPTH_LIMIT) {
      throw tokens.wrong("attributes of less than " + DEPTH_LIMIT + " levels");
    }
    List<Value> values = new ArrayList<>();
    while (!tokens.takes("]")) {
      values.add(value());
      if (!tokens.sees("]")) {
        tokens.expect(",");
      }
    }
    depth--;
    return new ListValue(values);
  }
}
