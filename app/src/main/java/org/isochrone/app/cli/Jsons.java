package org.isochrone.app.cli;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.isochrone.steering.json.Json;

/** Shorthand for JSON that is printed. */
final class Jsons {
    private Jsons() {}

    /** Returns an object of names and values in turn; a value is {@link Json}, text, a number or a truth value. */
    static Json.Obj object(Object... members) {
        Map<String, Json> all = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            all.put((String) members[i], value(members[i + 1]));
        }
        return new Json.Obj(all);
    }

    /** Returns an array of texts. */
    static Json.Arr texts(Collection<String> texts) {
        return array(texts, Json.Str::new);
    }

    /** Returns an array. */
    static Json.Arr array(Collection<Json> items) {
        return new Json.Arr(List.copyOf(items));
    }

    /** Returns an array of what {@code json} makes of each item. */
    static <T> Json.Arr array(Collection<T> items, Function<? super T, ? extends Json> json) {
        return new Json.Arr(items.stream().<Json>map(json).toList());
    }

    private static Json value(Object value) {
        return switch (value) {
            case Json json -> json;
            case String text -> new Json.Str(text);
            case Boolean flag -> new Json.Bool(flag);
            case Long number -> Json.Num.of(number);
            case Integer number -> Json.Num.of(number);
            case Double number -> new Json.Num(BigDecimal.valueOf(number));
            default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
        };
    }
}
