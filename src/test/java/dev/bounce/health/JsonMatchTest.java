package dev.bounce.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class JsonMatchTest {
  private static final String BODY =
      """
      {"status": "ok", "checks": [{"name": "db", "up": true}, {"lag": 1.50}], "build": 7,
       "last": null}
      """;

  private static String complaint(String path, String wanted) {
    return new JsonMatch(path, wanted).complaint(BODY);
  }

  @Test
  void valuesAreComparedAsText() {
    assertEquals("", complaint("status", "ok"));
    assertEquals("", complaint("checks.0.up", "true"));
    assertEquals("", complaint("checks.1.lag", "1.50"));
    assertEquals("", complaint("build", "7"));
    assertEquals("", complaint("last", "null"));
  }

  @Test
  void whatIsThereInsteadIsSaid() {
    assertEquals("has status \"ok\" instead of \"up\"", complaint("status", "up"));
    assertEquals("has no checks.2.up", complaint("checks.2.up", "true"));
    assertEquals("has no status.code", complaint("status.code", "1"));
    assertEquals("has no checks", complaint("checks", "[]"));
    assertEquals("is not JSON", new JsonMatch("status", "ok").complaint("<html>"));
  }
}
