package org.isochrone.steering.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.isochrone.steering.config.Problems;

/**
 * A place inside a JSON document, for decoding: whatever does not fit is noted in {@link Problems} with its path, such
 * as {@code $.period_map.zonegroups[0].is_master}, and replaced by a harmless value, so that one pass finds every
 * problem. Not safe for several threads.
 */
public final class JsonCursor {
    private static final int SHOWN = 60;

    private final String path;
    private final Json value;
    private final Problems problems;

    private JsonCursor(String path, Json value, Problems problems) {
        this.path = path;
        this.value = value;
        this.problems = problems;
    }

    /** Returns the whole document, whose path is {@code $}. */
    public static JsonCursor root(Json document, Problems problems) {
        return new JsonCursor("$", document, problems);
    }

    /** Returns the path of this place. */
    public String path() {
        return path;
    }

    /** Returns the value that stands here. */
    public Json value() {
        return value;
    }

    /** Notes that what stands here cannot be used. */
    public void problem(String what) {
        problems.error(path, what);
    }

    /** Returns the members here, or notes that this is no object and returns none. */
    public Json.Obj object() {
        if (value instanceof Json.Obj object) {
            return object;
        }
        problem("must be an object: " + shown());
        return Json.Obj.EMPTY;
    }

    /** Returns the members here except those of the given names. */
    public Json.Obj without(Set<String> names) {
        Map<String, Json> rest = new LinkedHashMap<>(object().members());
        rest.keySet().removeAll(names);
        return new Json.Obj(rest);
    }

    /** Returns the items here, or notes that this is no array and returns none. */
    public List<JsonCursor> items() {
        if (!(value instanceof Json.Arr array)) {
            problem("must be an array: " + shown());
            return List.of();
        }
        List<JsonCursor> items = new ArrayList<>();
        for (Json item : array.items()) {
            items.add(new JsonCursor(path + "[" + items.size() + "]", item, problems));
        }
        return items;
    }

    /** Returns the string here, or notes that this is none and returns the empty one. */
    public String text() {
        if (value instanceof Json.Str(String text)) {
            return text;
        }
        problem("must be a string: " + shown());
        return "";
    }

    /** Returns the truth value here; the strings {@code "true"} and {@code "false"} of older RGW count as such. */
    public boolean flag() {
        return switch (value) {
            case Json.Bool(boolean flag) -> flag;
            case Json.Str(String text) when text.equals("true") -> true;
            case Json.Str(String text) when text.equals("false") -> false;
            case Json.Str _, Json.Num _, Json.Null _, Json.Obj _, Json.Arr _ -> {
                problem("must be true or false (or \"true\"/\"false\"): " + shown());
                yield false;
            }
        };
    }

    /** Returns the whole number here, which must be within {@code [min..max]}; otherwise {@code min}. */
    public long integer(long min, long max) {
        if (value instanceof Json.Num(BigDecimal number)) {
            try {
                long integer = number.longValueExact();
                if (integer >= min && integer <= max) {
                    return integer;
                }
            } catch (ArithmeticException e) {
                // A fraction or too large: out of range like any other, and told as such below.
            }
        }
        problem("must be a whole number in [" + min + ".." + max + "]: " + shown());
        return min;
    }

    /** Returns the number here, which must be within {@code [min..max]}; otherwise {@code min}. */
    public double decimal(double min, double max) {
        if (value instanceof Json.Num(BigDecimal number)) {
            double decimal = number.doubleValue();
            if (decimal >= min && decimal <= max) {
                return decimal;
            }
        }
        problem("must be a number in [" + trimmed(min) + ".." + trimmed(max) + "]: " + shown());
        return min;
    }

    /** Returns the string here as what {@code parser} makes of it; its refusal is noted, and the result empty. */
    public <T> Optional<T> parsed(Function<String, T> parser) {
        if (!(value instanceof Json.Str(String text))) {
            problem("must be a string: " + shown());
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException e) {
            problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Returns the member of that name, if there is one. */
    public Optional<JsonCursor> find(String name) {
        return value instanceof Json.Obj object
                ? object.find(name).map(member -> new JsonCursor(path + "." + name, member, problems))
                : Optional.empty();
    }

    /** Returns the member of that name, or notes that it is missing. */
    public Optional<JsonCursor> require(String name) {
        Optional<JsonCursor> member = find(name);
        if (member.isEmpty()) {
            problems.error(path + "." + name, "is missing");
        }
        return member;
    }

    /** Returns the string member of that name, which must be there. */
    public String requiredText(String name) {
        return require(name).map(JsonCursor::text).orElse("");
    }

    /** Returns the string member of that name, or {@code fallback} where there is none. */
    public String text(String name, String fallback) {
        return find(name).map(JsonCursor::text).orElse(fallback);
    }

    /** Returns the strings in the member of that name; none where it is missing. */
    public List<String> texts(String name) {
        return find(name).map(JsonCursor::items).orElse(List.of()).stream()
                .map(JsonCursor::text)
                .toList();
    }

    /** Returns the items of the array member of that name; none where it is missing. */
    public List<JsonCursor> items(String name) {
        return find(name).map(JsonCursor::items).orElse(List.of());
    }

    /** Returns the truth member of that name, or {@code fallback} where there is none. */
    public boolean flag(String name, boolean fallback) {
        return find(name).map(JsonCursor::flag).orElse(fallback);
    }

    private String shown() {
        String text = value instanceof Json.Str(String string) ? "'" + string + "'" : JsonWriter.write(value);
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    private static String trimmed(double bound) {
        return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
    }
}
