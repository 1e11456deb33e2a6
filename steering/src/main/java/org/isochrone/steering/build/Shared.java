package org.isochrone.steering.build;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Gives equal things out as one object: there are few, and many prefixes. Safe for any thread. */
final class Shared<T> {
    private final Map<T, T> seen = new ConcurrentHashMap<>();

    T one(T thing) {
        T known = seen.get(thing);
        if (known == null) {
            known = seen.putIfAbsent(thing, thing);
        }
        return known == null ? thing : known;
    }
}
