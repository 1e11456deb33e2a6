package org.isochrone.app.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.isochrone.steering.json.Json;

/**
 * Whether the process can do its work. Immutable.
 *
 * @param reasons why not, one sentence each; empty if it can
 * @param warnings what is missing but worked around, one sentence each
 * @param facts what else to tell, in order
 */
public record Condition(List<String> reasons, List<String> warnings, Map<String, Json> facts) {
    /** Copies the collections. */
    public Condition {
        reasons = List.copyOf(reasons);
        warnings = List.copyOf(warnings);
        facts = new LinkedHashMap<>(facts);
    }

    /** Returns the state as {@code {"status": "ok", "reasons": [], "warnings": [], …}}. */
    public Json.Obj toJson() {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("status", new Json.Str(reasons.isEmpty() ? warnings.isEmpty() ? "ok" : "degraded" : "failing"));
        members.put("reasons", texts(reasons));
        members.put("warnings", texts(warnings));
        members.putAll(facts);
        return new Json.Obj(members);
    }

    private static Json.Arr texts(List<String> items) {
        return new Json.Arr(
                items.stream().map(item -> (Json) new Json.Str(item)).toList());
    }
}
