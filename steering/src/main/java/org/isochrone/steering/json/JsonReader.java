package org.isochrone.steering.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.isochrone.steering.config.InvalidInputException;

/** Reads JSON text (RFC 8259, nothing beyond it) into {@link Json}. Safe for any thread. */
public final class JsonReader {
    /** How deeply arrays and objects may stand in each other. */
    public static final int MAX_DEPTH = 64;

    private static final int MAX_DIGITS = 1000;

    /** More than any number here needs, and little enough that what is read can be written and calculated with. */
    private static final int MAX_EXPONENT = 99_999;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_DIGITS)
                    .build())
            .build();

    private JsonReader() {}

    /**
     * Reads exactly one value; blanks may stand around it.
     *
     * @throws InvalidInputException naming line and column of what is no JSON, of a member name that stands twice in
     *     one object, of a nesting deeper than {@link #MAX_DEPTH}, a number of more than 1000 digits or with an
     *     exponent beyond 99,999
     */
    public static Json parse(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            try {
                return document(parser);
            } catch (StreamConstraintsException e) {
                throw new InvalidInputException(where(parser.currentLocation()), e.getOriginalMessage());
            } catch (JsonProcessingException e) {
                throw new InvalidInputException(where(e.getLocation()), e.getOriginalMessage());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a String cannot fail to be read", e);
        }
    }

    private static Json document(JsonParser parser) throws IOException {
        if (parser.nextToken() == null) {
            throw new InvalidInputException(where(parser.currentLocation()), "a JSON value is missing");
        }
        Json value = value(parser);
        if (parser.nextToken() != null) {
            throw new InvalidInputException(where(parser.currentTokenLocation()), "text after the JSON value");
        }
        return value;
    }

    private static Json value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> new Json.Str(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(number(parser));
            case VALUE_TRUE -> new Json.Bool(true);
            case VALUE_FALSE -> new Json.Bool(false);
            case VALUE_NULL -> new Json.Null();
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new AssertionError("no value starts with " + parser.currentToken());
        };
    }

    private static Json.Obj object(JsonParser parser) throws IOException {
        Map<String, Json> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, value(parser));
        }
        return new Json.Obj(members);
    }

    private static Json.Arr array(JsonParser parser) throws IOException {
        List<Json> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
        }
        return new Json.Arr(items);
    }

    private static BigDecimal number(JsonParser parser) throws IOException {
        try {
            BigDecimal number = new BigDecimal(parser.getText());
            if (Math.abs((long) number.scale()) <= MAX_EXPONENT) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Legal JSON, but with an exponent beyond what an int can hold: out of range like any other.
        }
        throw new InvalidInputException(
                where(parser.currentTokenLocation()),
                "number out of range: its exponent must be in [-" + MAX_EXPONENT + ".." + MAX_EXPONENT + "]");
    }

    private static String where(JsonLocation location) {
        return "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
