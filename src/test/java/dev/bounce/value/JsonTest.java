package dev.bounce.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.diag.Neutral;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
  @Test
  void keysKeepTheirOrder() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("b", 1);
    map.put("a", List.of(true, "x", Optional.empty(), new BigDecimal("1.50")));
    assertEquals("{\"b\":1,\"a\":[true,\"x\",null,1.50]}", Json.write(map));
  }

  @Test
  void readsWhatItWrote() throws JsonException {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("whole", Long.MIN_VALUE);
    map.put("huge", new BigInteger("9".repeat(50)));
    map.put("fraction", new BigDecimal("12.50"));
    map.put("null", Optional.empty());
    map.put("empty", Map.of());
    map.put("list", List.of(List.of(), "", false));
    assertEquals(map, Json.read(Json.write(map)));
  }

  @Test
  void anyStringSurvivesAndActsNowhere() throws JsonException {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 500; round++) {
      StringBuilder text = new StringBuilder();
      random.ints(20, 0, 0x10000).forEach(c -> text.append((char) c));
      String line = Json.write(text.toString());
      assertEquals(text.toString(), Json.read(line), "seed " + seed);
      assertTrue(line.codePoints().noneMatch(Neutral::acts), "seed " + seed);
    }
    assertFalse(Json.write("\u001b[2J\u009b\u202e\u007f\n").contains("\u009b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1,\"a\":2}",
        "1 2",
        "nul",
        "{'a':1}",
        "{\"a\"}",
        "]",
        "\"\u0001\"",
        "NaN",
        "1e999999999",
        "01",
        "// x\n1",
      })
  void whatIsNoJsonIsRefused(String text) {
    assertThrows(JsonException.class, () -> Json.read(text));
  }

  @Test
  void depthIsBounded() throws JsonException {
    int limit = Json.DEPTH_LIMIT;
    assertThrows(JsonException.class, () -> Json.read("[".repeat(limit + 1)));
    assertThrows(JsonException.class, () -> Json.read("[".repeat(5_000_000)));
    Object nested = Json.read("[".repeat(limit) + "]".repeat(limit));
    assertEquals("[".repeat(limit) + "]".repeat(limit), Json.write(nested));
    assertThrows(IllegalArgumentException.class, () -> Json.write(List.of(nested)));
  }

  @Test
  void longNumbersAreRefused() {
    assertThrows(JsonException.class, () -> Json.read("9".repeat(1000)));
  }

  @Test
  void whatIsNotForJsonIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Json.write(new Object()));
    assertThrows(IllegalArgumentException.class, () -> Json.write(Map.of(1, 2)));
    assertThrows(IllegalArgumentException.class, () -> Json.write(Double.NaN));
  }
}
