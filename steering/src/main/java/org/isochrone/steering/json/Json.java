package org.isochrone.steering.json;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON value (RFC 8259) as immutable data. Member order is kept, so that what was read is written in the same order.
 */
public sealed interface Json {
    /** An object; member order is kept. */
    record Obj(Map<String, Json> members) implements Json {
        /** The object without members. */
        public static final Obj EMPTY = new Obj(Map.of());

        /** Copies the members in their order. */
        public Obj {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        /** Returns the member of that name, if there is one. */
        public Optional<Json> find(String name) {
            return Optional.ofNullable(members.get(name));
        }
    }

    /** An array. */
    record Arr(List<Json> items) implements Json {
        /** Copies the items. */
        public Arr {
            items = List.copyOf(items);
        }
    }

    /** A string. */
    record Str(String value) implements Json {}

    /** A number, exact. */
    record Num(BigDecimal value) implements Json {
        /** Returns the number {@code value}. */
        public static Num of(long value) {
            return new Num(BigDecimal.valueOf(value));
        }
    }

    /** {@code true} or {@code false}. */
    record Bool(boolean value) implements Json {}

    /** {@code null}. */
    record Null() implements Json {}
}
