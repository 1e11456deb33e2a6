package org.isochrone.app.cli;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.isochrone.steering.json.Json;

/** Shorthand for JSON that is printed. */
final class Jsons {
    private Jsons() {}

    /**
     * Returns an object of names and values in turn; a value is {@link Json}, text, a whole number or a truth value.
     */
    static Json.Obj object(Object... members) {
        Map<String, Json> all = new LinkedHashMap<>();
        for (int i = 0; i < members.length; i += 2) {
            all.put((String) members[i], value(members[i + 1]));
        }
        return new Json.Obj(all);
    }

    /** Returns an array of texts. */
    static Json.Arr texts(Collection<String> texts) {
        return new Json.Arr(texts.stream().<Json>map(Json.Str::new).toList());
    }

    /** Returns an array. */
    static Json.Arr array(Collection<Json> items) {
        return new Json.Arr(List.copyOf(items));
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
