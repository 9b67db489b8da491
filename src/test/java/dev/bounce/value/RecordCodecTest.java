package dev.bounce.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.value.Value.BooleanValue;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MapValue;
import dev.bounce.value.Value.SecretValue;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RecordCodecTest {
  enum Colour {
    RED,
    GREEN
  }

  record Everything(
      String text,
      long big,
      int small,
      boolean truth,
      BigDecimal number,
      Duration duration,
      Instant instant,
      Path path,
      Colour colour,
      Optional<Colour> perhaps,
      Optional<String> absent,
      List<List<String>> lists,
      Map<String, Optional<Long>> map,
      List<Object> any,
      Type type) {}

  record Bounded(int positive) {
    Bounded {
      if (positive < 0) {
        throw new IllegalArgumentException("below zero");
      }
    }
  }

  record Gathered(Set<String> set) {}

  record Unsupported(Queue<String> queue) {}

  record Chain(Optional<Chain> next) {}

  private static final Everything SAMPLE =
      new Everything(
          "x\u001b",
          Long.MIN_VALUE,
          -7,
          true,
          new BigDecimal("1.50"),
          Duration.ofMillis(-1500),
          Instant.parse("2026-11-21T19:40:52.123456789Z"),
          Path.of("/srv/a b"),
          Colour.GREEN,
          Optional.of(Colour.RED),
          Optional.empty(),
          List.of(List.of("a"), List.of()),
          Map.of("k", Optional.empty()),
          List.of("s", 1, 2L, true),
          new Type.MapOf(new Type.ListOf(Type.DURATION)));

  private static <T> Object throughJson(RecordCodec<T> codec, T tree) throws Exception {
    return Json.read(Json.write(codec.encode(tree)));
  }

  @Test
  void everyTypeSurvives() throws Exception {
    RecordCodec<Everything> codec = RecordCodec.of(Everything.class);
    assertEquals(SAMPLE, codec.decode(throughJson(codec, SAMPLE)));
    assertEquals(SAMPLE, codec.decode(codec.encode(SAMPLE)));
  }

  @Test
  void theFormIsStable() {
    assertEquals(
        "{\"@type\":\"list-value\",\"elements\":[{\"@type\":\"integer-value\",\"number\":1},"
            + "{\"@type\":\"boolean-value\",\"truth\":true}]}",
        Json.write(
            RecordCodec.of(Value.class)
                .encode(new ListValue(List.of(new IntegerValue(1), new BooleanValue(true))))));
    assertEquals(
        "{\"@type\":\"list-of\",\"element\":{\"@type\":\"simple\",\"name\":\"PATH\"}}",
        Json.write(RecordCodec.of(Type.class).encode(new Type.ListOf(Type.PATH))));
  }

  @Test
  void secretsAreMaskedWhereverTheyStand() throws Exception {
    Value tree =
        new MapValue(Map.of("password", new ListValue(List.of(new SecretValue("hunter2")))));
    RecordCodec<Value> codec = RecordCodec.of(Value.class);
    assertFalse(Json.write(codec.encode(tree)).contains("hunter2"));
    assertEquals(
        new MapValue(Map.of("password", new ListValue(List.of(new SecretValue(Texts.MASK))))),
        codec.decode(throughJson(codec, tree)));
    assertFalse(
        Json.write(RecordCodec.of(SecretValue.class).encode(new SecretValue("hunter2")))
            .contains("hunter2"));
  }

  @Test
  void anUnknownTypeIsRefusedWithItsPlace() {
    CodecException refused =
        assertThrows(
            CodecException.class,
            () ->
                RecordCodec.of(Value.class)
                    .decode(
                        Map.of(
                            "@type",
                            "list-value",
                            "elements",
                            List.of(Map.of("@type", "java.lang.Runtime")))));
    assertEquals("elements[0]: `java.lang.Runtime` is no type of value", refused.message());
  }

  @Test
  void missingAndUnknownComponentsAreRefused() {
    RecordCodec<Value> codec = RecordCodec.of(Value.class);
    assertEquals(
        "text: it is missing",
        assertThrows(CodecException.class, () -> codec.decode(Map.of("@type", "string-value")))
            .message());
    assertEquals(
        "`more` is not known here",
        assertThrows(
                CodecException.class,
                () -> codec.decode(Map.of("@type", "string-value", "text", "", "more", 1)))
            .message());
    assertThrows(CodecException.class, () -> codec.decode(Map.of("text", "")));
    assertThrows(CodecException.class, () -> codec.decode(List.of()));
    assertThrows(CodecException.class, () -> codec.decode("x"));
  }

  @Test
  void everyBrokenComponentIsRefused() {
    RecordCodec<Everything> codec = RecordCodec.of(Everything.class);
    Map<?, ?> whole = (Map<?, ?>) codec.encode(SAMPLE);
    for (Object key : whole.keySet()) {
      for (Object wrong : List.of(List.of(1.5), Map.of("x", 1.5))) {
        Map<String, Object> broken = new LinkedHashMap<>();
        whole.forEach((name, value) -> broken.put((String) name, value));
        broken.put((String) key, wrong);
        CodecException refused =
            assertThrows(CodecException.class, () -> codec.decode(broken), "at " + key);
        assertTrue(refused.message().startsWith((String) key), refused.message());
      }
    }
  }

  @Test
  void textThatIsNoValueIsRefused() {
    RecordCodec<Everything> codec = RecordCodec.of(Everything.class);
    Map<?, ?> whole = (Map<?, ?>) codec.encode(SAMPLE);
    for (String key : List.of("number", "duration", "instant", "path", "colour")) {
      Map<String, Object> broken = new LinkedHashMap<>();
      whole.forEach((name, value) -> broken.put((String) name, value));
      broken.put(key, "\0");
      assertThrows(CodecException.class, () -> codec.decode(broken), key);
    }
    Map<String, Object> broken = new LinkedHashMap<>();
    whole.forEach((name, value) -> broken.put((String) name, value));
    broken.put("small", 1L << 40);
    assertThrows(CodecException.class, () -> codec.decode(broken));
  }

  @Test
  void whatAConstructorRefusesIsRefused() {
    CodecException refused =
        assertThrows(
            CodecException.class,
            () -> RecordCodec.of(Bounded.class).decode(Map.of("positive", -1)));
    assertTrue(refused.message().contains("below zero"));
  }

  @Test
  void aSetIsWrittenInItsOrder() throws Exception {
    RecordCodec<Gathered> codec = RecordCodec.of(Gathered.class);
    Gathered gathered = new Gathered(new LinkedHashSet<>(List.of("b", "a")));
    assertEquals(Map.of("set", List.of("b", "a")), codec.encode(gathered));
    assertEquals(gathered, codec.decode(codec.encode(gathered)));
  }

  @Test
  void anUnsupportedTypeIsAnErrorOfOurs() {
    assertThrows(
        IllegalArgumentException.class,
        () -> RecordCodec.of(Unsupported.class).encode(new Unsupported(new ArrayDeque<>())));
  }

  @Test
  void depthIsBounded() throws Exception {
    RecordCodec<Chain> codec = RecordCodec.of(Chain.class);
    Chain deep = new Chain(Optional.empty());
    for (int i = 0; i < 400; i++) {
      deep = new Chain(Optional.of(deep));
    }
    assertEquals(deep, codec.decode(throughJson(codec, deep)));
    Chain deeper = deep;
    for (int i = 0; i < 400; i++) {
      deeper = new Chain(Optional.of(deeper));
    }
    Chain tooDeep = deeper;
    assertThrows(IllegalArgumentException.class, () -> codec.encode(tooDeep));
    Object structure = Collections.emptyMap();
    for (int i = 0; i < 2000; i++) {
      structure = Map.of("next", structure);
    }
    Object hostile = structure;
    assertThrows(CodecException.class, () -> codec.decode(hostile));
  }

  @Test
  void anEmptyOptionalIsLeftOut() {
    assertEquals(Map.of(), RecordCodec.of(Chain.class).encode(new Chain(Optional.empty())));
  }
}
