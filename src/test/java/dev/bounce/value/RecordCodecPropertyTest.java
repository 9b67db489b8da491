package dev.bounce.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bounce.diag.Source;
import dev.bounce.diag.Span;
import dev.bounce.syntax.BinaryOperator;
import dev.bounce.syntax.Block;
import dev.bounce.syntax.Expression;
import dev.bounce.syntax.Expression.Binary;
import dev.bounce.syntax.Expression.Comprehension;
import dev.bounce.syntax.Expression.DurationLiteral;
import dev.bounce.syntax.Expression.PercentLiteral;
import dev.bounce.syntax.Expression.Reference;
import dev.bounce.syntax.Expression.StringLiteral;
import dev.bounce.syntax.Name;
import dev.bounce.syntax.Statement;
import dev.bounce.syntax.TypeName;
import dev.bounce.value.Value.BackendValue;
import dev.bounce.value.Value.BooleanValue;
import dev.bounce.value.Value.DurationValue;
import dev.bounce.value.Value.HostValue;
import dev.bounce.value.Value.IntegerValue;
import dev.bounce.value.Value.ListValue;
import dev.bounce.value.Value.MapValue;
import dev.bounce.value.Value.MemberValue;
import dev.bounce.value.Value.MissingValue;
import dev.bounce.value.Value.PercentValue;
import dev.bounce.value.Value.ServiceValue;
import dev.bounce.value.Value.StringValue;
import dev.bounce.value.Value.WordValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class RecordCodecPropertyTest {
  private static final Source SOURCE = new Source("a.runbook", "x".repeat(100));
  private static final List<BinaryOperator> OPERATORS = List.of(BinaryOperator.values());

  @Property(tries = 200)
  void aValueSurvivesJson(@ForAll("values") Value value) throws Exception {
    RecordCodec<Value> codec = RecordCodec.of(Value.class);
    String line = Json.write(codec.encode(value));
    assertEquals(value, codec.decode(Json.read(line)));
    assertEquals(line, Json.write(codec.encode(codec.decode(Json.read(line)))));
  }

  @Property(tries = 200)
  void syntaxSurvivesJson(@ForAll("statements") Statement statement) throws Exception {
    RecordCodec<Statement> codec =
        RecordCodec.of(Statement.class).with(Span.class, new Spans(List.of(SOURCE)));
    String line = Json.write(codec.encode(statement));
    assertEquals(statement, codec.decode(Json.read(line)));
  }

  @Provide
  Arbitrary<Value> values() {
    return valuesOfDepth(3);
  }

  private static Arbitrary<Value> valuesOfDepth(int depth) {
    Arbitrary<String> text = Arbitraries.strings().ofMaxLength(8);
    Arbitrary<Value> leaf =
        Arbitraries.oneOf(
            text.map(StringValue::new),
            Arbitraries.longs().map(IntegerValue::new),
            Arbitraries.of(true, false).map(BooleanValue::new),
            Arbitraries.longs().map(n -> new DurationValue(Duration.ofNanos(n))),
            Arbitraries.longs().map(n -> new PercentValue(BigDecimal.valueOf(n, 3))),
            text.map(WordValue::new),
            text.map(ServiceValue::new),
            text.map(name -> new MemberValue("web", name, name.length())),
            text.map(HostValue::new),
            text.map(BackendValue::new),
            text.map(MissingValue::new));
    if (depth == 0) {
      return leaf;
    }
    Arbitrary<Value> below = valuesOfDepth(depth - 1);
    return Arbitraries.oneOf(
        leaf,
        below.list().ofMaxSize(4).map(ListValue::new),
        Arbitraries.maps(text, below).ofMaxSize(4).map(MapValue::new));
  }

  @Provide
  Arbitrary<Statement> statements() {
    Arbitrary<Span> span =
        Arbitraries.integers().between(0, 50).map(start -> SOURCE.span(start, start + 7));
    Arbitrary<Name> name =
        Combinators.combine(Arbitraries.strings().alpha().ofLength(3), span).as(Name::new);
    Arbitrary<Expression> expression = expressions(3, name);
    return Arbitraries.oneOf(
        Combinators.combine(name, expression, span)
            .as((n, e, s) ->
                new Statement.ParameterDeclaration(
                    n, new TypeName(n, List.of(), s), Optional.of(e), Optional.empty(), s)),
        Combinators.combine(name.list().ofMaxSize(2), expression.list().ofMaxSize(3), span)
            .as((verb, terms, s) ->
                new Statement.Command(
                    verb,
                    terms,
                    Optional.of(new Block(List.of(), s)),
                    terms.stream().findFirst().map(e -> new Statement.Condition(verb.isEmpty(), e)),
                    s)),
        Combinators.combine(name, expression, span)
            .as((n, e, s) ->
                new Statement.Definition(
                    n,
                    List.of(),
                    Optional.empty(),
                    new Statement.Body.Function(e),
                    Optional.of("doc"),
                    s)));
  }

  private static Arbitrary<Expression> expressions(int depth, Arbitrary<Name> name) {
    Arbitrary<Expression> leaf =
        name.map(n ->
            switch (n.span().start() % 4) {
              case 0 -> new Reference(n.text(), n.span());
              case 1 -> new DurationLiteral(Duration.ofMillis(1500), n.span());
              case 2 -> new PercentLiteral(new BigDecimal("12.5"), n.span());
              default -> new StringLiteral(List.of(new Expression.Part.Text(n.text())), n.span());
            });
    if (depth == 0) {
      return leaf;
    }
    Arbitrary<Expression> below = expressions(depth - 1, name);
    return Arbitraries.oneOf(
        leaf,
        Combinators.combine(Arbitraries.of(OPERATORS), below, below)
            .as((operator, left, right) -> new Binary(operator, left, right, left.span())),
        Combinators.combine(below, name)
            .as((e, n) -> new Comprehension(e, n, e, Optional.of(e), n.span())));
  }
}
