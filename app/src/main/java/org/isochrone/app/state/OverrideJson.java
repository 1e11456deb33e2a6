package org.isochrone.app.state;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.json.JsonCursor;
import org.isochrone.steering.override.HumanOverride;
import org.isochrone.steering.prefix.Prefix;

/** Overrides as JSON: the members of {@link HumanOverride} under their names, times as ISO 8601. */
final class OverrideJson {
    private OverrideJson() {}

    static Json encode(HumanOverride override) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("id", Json.Num.of(override.id()));
        members.put("kind", new Json.Str(override.kind().name()));
        members.put("zone", new Json.Str(override.zone()));
        override.prefix().ifPresent(prefix -> members.put("prefix", new Json.Str(prefix.toString())));
        members.put("author", new Json.Str(override.author()));
        members.put("reason", new Json.Str(override.reason()));
        members.put("created_at", new Json.Str(override.createdAt().toString()));
        members.put("expires_at", new Json.Str(override.expiresAt().toString()));
        return new Json.Obj(members);
    }

    /** Returns the override; empty, with a problem noted, if it does not have this form. */
    static Optional<HumanOverride> decode(JsonCursor at) {
        Optional<HumanOverride.Kind> kind = at.require("kind").flatMap(c -> c.parsed(HumanOverride.Kind::valueOf));
        Optional<Prefix> prefix = at.find("prefix").flatMap(c -> c.parsed(Prefix::parse));
        Optional<Instant> createdAt = at.require("created_at").flatMap(OverrideJson::time);
        Optional<Instant> expiresAt = at.require("expires_at").flatMap(OverrideJson::time);
        if (kind.isEmpty() || createdAt.isEmpty() || expiresAt.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new HumanOverride(
                at.require("id").map(id -> id.integer(0, Long.MAX_VALUE)).orElse(0L),
                kind.get(),
                at.text("zone", ""),
                prefix,
                at.text("author", ""),
                at.text("reason", ""),
                createdAt.get(),
                expiresAt.get()));
    }

    private static Optional<Instant> time(JsonCursor at) {
        return at.parsed(text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("must be a time such as 2026-01-02T03:04:05Z: '" + text + "'", e);
            }
        });
    }
}
