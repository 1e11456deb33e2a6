package org.isochrone.steering.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.isochrone.steering.config.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
    @Test
    void readsEveryKindOfValueInOrder() {
        Json expected = new Json.Obj(inOrder(
                "url", new Json.Str("http://a"),
                "n", new Json.Num(new BigDecimal("-1.50")),
                "on", new Json.Bool(true),
                "none", new Json.Null(),
                "list", new Json.Arr(List.of(Json.Num.of(1), Json.Obj.EMPTY))));
        String text = "{\"url\":\"http:\\/\\/a\",\"n\":-1.50,\"on\":true,\"none\":null,\"list\":[1,{}]}";
        assertEquals(expected, JsonReader.parse(" " + text + "\n"));
        assertEquals(text.replace("\\/", "/"), JsonWriter.write(expected));
    }

    @Test
    void prettyTextIsIndentedAsRgwPrintsIt() {
        Json value = JsonReader.parse("{\"a\":[1,2],\"b\":{},\"c\":[]}");
        assertEquals("""
                {
                    "a": [
                        1,
                        2
                    ],
                    "b": {},
                    "c": []
                }""", JsonWriter.writePretty(value));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|line 1, column 1: a JSON value is missing",
                "{} x|line 1, column 4: Unrecognized token 'x'",
                "{} []|line 1, column 4: text after the JSON value",
                "{\"a\":1,\"a\":2}|line 1, column 11: Duplicate field 'a'",
                "{\"a\":|line 1, column 6: Unexpected end-of-input",
                "[1e99999999999]|line 1, column 2: number out of range",
                "[NaN]|line 1, column 5: Non-standard token 'NaN'"
            })
    void saysWhereAndWhatIsNoJson(String text, String problem) {
        String message = refusal(text);
        assertTrue(message.startsWith(problem), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void refusesDeepNesting(String level) {
        String message = refusal(level.repeat(100_000));
        assertTrue(message.contains("nesting depth (65) exceeds the maximum allowed (64"), message);
    }

    @Test
    void theSecondLineIsCounted() {
        String message = refusal("{\n  \"a\": ?\n}");
        assertTrue(message.startsWith("line 2, column 8: Unexpected character ('?'"), message);
    }

    @Test
    void whatIsWrittenIsReadBackEqual() {
        long seed = new Random().nextLong();
        RandomGenerator random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Json value = random(random, 4);
            assertEquals(value, JsonReader.parse(JsonWriter.write(value)), "seed " + seed);
            assertEquals(value, JsonReader.parse(JsonWriter.writePretty(value)), "seed " + seed);
        }
    }

    private static String refusal(String text) {
        return assertThrows(InvalidInputException.class, () -> JsonReader.parse(text))
                .problems()
                .getFirst();
    }

    private static Json random(RandomGenerator random, int depth) {
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> new Json.Str(text(random));
            case 1 -> new Json.Num(BigDecimal.valueOf(random.nextLong(), random.nextInt(-30, 30)));
            case 2 -> new Json.Bool(random.nextBoolean());
            case 3 -> new Json.Null();
            case 4 ->
                new Json.Arr(IntStream.range(0, random.nextInt(5))
                        .mapToObj(_ -> random(random, depth - 1))
                        .toList());
            default -> {
                Map<String, Json> members = new LinkedHashMap<>();
                IntStream.range(0, random.nextInt(5))
                        .forEach(_ -> members.put(text(random), random(random, depth - 1)));
                yield new Json.Obj(members);
            }
        };
    }

    private static String text(RandomGenerator random) {
        return random.ints(random.nextInt(12), 0, 0xD800)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static Map<String, Json> inOrder(Object... namesAndValues) {
        Map<String, Json> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], (Json) namesAndValues[i + 1]);
        }
        return members;
    }
}
