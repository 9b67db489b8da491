package dev.bounce.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bounce.diag.Code;
import dev.bounce.diag.Diagnostic;
import dev.bounce.diag.Source;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.Binary;
import dev.bounce.syntax.Expression.BooleanLiteral;
import dev.bounce.syntax.Expression.DurationLiteral;
import dev.bounce.syntax.Expression.IntegerLiteral;
import dev.bounce.syntax.Expression.ListLiteral;
import dev.bounce.syntax.Expression.MapLiteral;
import dev.bounce.syntax.Expression.Part;
import dev.bounce.syntax.Expression.PercentLiteral;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.syntax.Expression.StringLiteral;
import dev.bounce.syntax.Property;
import dev.bounce.syntax.Statement.ServiceDeclaration;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InventoryTest {
  private static final String SAMPLE =
      """
      # the staging machines
      services:
        web:
          via: supervisor
          group: frappe-bench-web        # a property of the backend
          health: { expect: 200, http: "http://127.0.0.1:8000/health" }
          after: [redis]
          floor: 50%
          stop: { within: 1m30s }
          env: { PORT: 8000, "X-Y": z }
          command: ["run", "30s"]
          autorestart: true
        redis:
      groups:
        app: [web, redis]
        one: web
      hosts:
        app1: { ssh: deploy@10.0.0.11, port: 2222 }
      parameters:
        stage: staging
        patience: 45s
      defaults: { via: supervisor }
      """;

  private static Loaded load(String yaml) {
    return Inventory.load(new Source("inventory.yml", yaml));
  }

  private static Inventory read(String yaml) {
    Loaded loaded = load(yaml);
    assertEquals(List.of(), loaded.diagnostics());
    return loaded.inventory();
  }

  private static Diagnostic refused(Code code, String yaml) {
    Loaded loaded = load(yaml);
    assertEquals(1, loaded.diagnostics().size(), () -> loaded.diagnostics().toString());
    assertEquals(code, loaded.diagnostics().getFirst().code());
    return loaded.diagnostics().getFirst();
  }

  private static Property property(ServiceDeclaration service, String name) {
    return service.properties().stream()
        .filter(property -> property.name().text().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Writes a term as a runbook would, so that expectations can be read. */
  private static String shown(Expression expression) {
    return switch (expression) {
      case Reference(String name, _) -> name;
      case IntegerLiteral(long value, _) -> Long.toString(value);
      case PercentLiteral(BigDecimal value, _) -> value + "%";
      case DurationLiteral(Duration value, _) -> value.toString();
      case BooleanLiteral(boolean value, _) -> Boolean.toString(value);
      case StringLiteral(List<Part> parts, _) ->
          parts.isEmpty() ? "''" : "'" + ((Part.Text) parts.getFirst()).text() + "'";
      case ListLiteral(List<Expression> elements, _) ->
          elements.stream().map(InventoryTest::shown).toList().toString();
      case MapLiteral(List<Expression.Entry> entries, _) ->
          entries.stream().map(e -> e.key() + ": " + shown(e.value())).toList().toString();
      case Binary(var operator, Expression left, Expression right, _) ->
          shown(left) + " " + operator.symbol() + " " + shown(right);
      case Expression other -> throw new AssertionError(other);
    };
  }

  private static List<String> lines(List<Property> properties) {
    return properties.stream()
        .map(property ->
            property.name()
                + " "
                + String.join(" ", property.terms().stream().map(InventoryTest::shown).toList()))
        .toList();
  }

  private static List<String> service(String body) {
    return lines(read("services: { web: " + body + " }").services().getFirst().properties());
  }

  @Test
  void aServiceIsWhatTheParserWouldMakeOfIt() {
    Inventory inventory = read(SAMPLE);
    assertEquals(
        List.of(
            "via supervisor",
            "group 'frappe-bench-web'",
            "health http 'http://127.0.0.1:8000/health' expect 200",
            "after [redis]",
            "floor 50%",
            "stop within PT1M30S",
            "env [PORT: 8000, X-Y: 'z']",
            "command ['run', '30s']",
            "autorestart true"),
        lines(inventory.services().get(0).properties()));
    assertEquals("redis", inventory.services().get(1).name().text());
    assertEquals(List.of(), inventory.services().get(1).properties());
  }

  @Test
  void groupsHostsParametersAndDefaults() {
    Inventory inventory = read(SAMPLE);
    assertEquals("[web, redis]", shown(inventory.groups().get(0).members()));
    assertEquals("web", shown(inventory.groups().get(1).members()));
    assertEquals(
        List.of("ssh 'deploy@10.0.0.11'", "port 2222"),
        lines(inventory.hosts().getFirst().properties()));
    assertEquals("'staging'", shown(inventory.parameter("stage").orElseThrow()));
    assertEquals("PT45S", shown(inventory.parameter("patience").orElseThrow()));
    assertEquals(
        List.of("via supervisor"), lines(List.of(inventory.defaultVia().orElseThrow().property())));
  }

  @Test
  void spansPointIntoTheYaml() {
    ServiceDeclaration web = read(SAMPLE).services().getFirst();
    Property group = property(web, "group");
    assertEquals("group: frappe-bench-web", group.span().text());
    assertEquals("inventory.yml:5:5", group.span().place());
    assertEquals("frappe-bench-web", group.terms().getFirst().span().text());
    assertEquals("200", property(web, "health").terms().get(3).span().text());
    assertTrue(web.span().text().endsWith("autorestart: true"), web.span().text());
    String wide = "services:\n  web: { title: \"👩‍🔧😀\", unit: x.service }\n";
    assertEquals(
        "unit: x.service", property(read(wide).services().getFirst(), "unit").span().text());
  }

  @Test
  void severalBackendsAndTheirWords() {
    assertEquals(
        List.of("via systemd unit 'web.service'", "via process on box"),
        service("{ via: { systemd: { unit: web.service }, process: { on: box } } }"));
    assertEquals(List.of("via a", "via b"), service("{ via: [a, b] }"));
    assertEquals(List.of("health backend"), service("{ health: backend }"));
    assertEquals(
        List.of("health tcp '127.0.0.1:80'", "health http 'u' body matches 'ok$'"),
        service("{ health: [{ tcp: '127.0.0.1:80' }, { http: u, body-matches: 'ok$' }] }"));
  }

  @Test
  void textIsNeverCode() {
    for (String yaml : List.of("${secret(1)}", "\"${secret(1)}\"", "'${secret(1)}'")) {
      ServiceDeclaration web =
          read("services:\n  web:\n    title: " + yaml + "\n").services().getFirst();
      StringLiteral text = (StringLiteral) property(web, "title").terms().getFirst();
      assertEquals(List.of(new Part.Text("${secret(1)}")), text.parts());
    }
    assertEquals(List.of("a 'restart web; stop all'"), service("{ a: restart web; stop all }"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "no|'no'",
        "on|'on'",
        "yes|'yes'",
        "true|true",
        "True|'True'",
        "1:30|'1:30'",
        "0x1f|'0x1f'",
        "1_000|'1_000'",
        "1.5|'1.5'",
        "1e3|'1e3'",
        "2026-11-21|'2026-11-21'",
        "-5|-5",
        "\"5\"|'5'",
        "'30s'|'30s'",
        "30s|PT30S",
        "1h30m|PT1H30M",
        "500ms|PT0.5S",
        "0.1%|0.1%",
        "\"50%\"|'50%'",
        "5 m|'5 m'",
        "!!str 5|'5'",
        "!!int 5|5",
        "\"\"|''",
        ".inf|'.inf'",
        "=|'='",
      })
  void scalars(String yaml, String expected) {
    assertEquals(List.of("x " + expected), service("{ x: " + yaml + " }"));
  }

  @Test
  void anEmptyInventoryDeclaresNothing() {
    assertEquals(List.of(), read("").services());
    assertEquals(List.of(), read("# nothing\n").services());
    assertEquals(List.of(), read("services:\n").services());
    assertEquals(1, read("\ufeffservices: { web: {} }").services().size());
  }

  @Test
  void unknownSectionsAreNamed() {
    Diagnostic diagnostic = refused(Code.I002, "servces: {}\n");
    assertEquals("did you mean `services`?", diagnostic.hint().orElseThrow());
    assertEquals("inventory.yml:1:1", diagnostic.span().orElseThrow().place());
    refused(Code.I002, "defaults: { vai: x }");
    refused(Code.I002, "services: { web: { drain: x } }");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "[a, b]|an inventory is a map",
        "services: [web]|`services` is a map",
        "services: { web: supervisor }|a service is a map",
        "services: { web: {}, web: {} }|`web` is given twice",
        "services: { web: { a: 1, a: 2 } }|`a` is given twice",
        "services: { web: { env: { A: 1, A: 2 } } }|`A` is given twice",
        "^services: {}\nservices: {}^|`services` is given twice",
        "services: { \"my web\": {} }|`my web` is not a name",
        "services: { 80: {} }|`80` is not a name",
        "services: { if: {} }|`if` is not a name",
        "services: { web: { after: [\"a b\"] } }|`a b` is not a name",
        "services: { web: { via: [{}, 5] } }|`5` is not a name",
        "services: { web: { unit: } }|there is no value here",
        "services: { web: { unit: ~ } }|there is no value here",
        "services: { web: { port: 0755 } }|a number that begins with 0",
        "services: { web: { port: 99999999999999999999 } }|the number is too large",
        "services: { web: { port: 99999999999999999999d } }|the duration is too long",
        "services: { web: { health: \"http://x/\" } }|a URL, and not what to do with it",
        "services: { web: { <<: { a: 1 } } }|`<<` is not a name",
        "services: { web: { port: !!int x } }|the tag tag:yaml.org,2002:int does not fit this"
            + " value",
        "services: { [a, b]: {} }|a key must be text",
        "defaults: { via: [a] }|a name is missing here",
      })
  void wrongValuesAreNamed(String yaml, String message) {
    assertEquals(message, refused(Code.I003, yaml).message());
  }

  @Test
  void whatIsRightIsKeptBesideWhatIsWrong() {
    Loaded loaded =
        load("services:\n  web: { a: 1, b: }\n  'x y': {}\n  redis: {}\nfoo: 1\nparameters: 5\n");
    assertEquals(4, loaded.diagnostics().size());
    assertEquals(
        List.of("web", "redis"),
        loaded.inventory().services().stream().map(service -> service.name().text()).toList());
  }

  @Test
  void aliasesOfDataAreTaken() {
    Inventory inventory = read("services:\n  a: { after: &deps [x, y] }\n  b: { after: *deps }\n");
    assertEquals(List.of("after [x, y]"), lines(inventory.services().get(1).properties()));
  }
}
