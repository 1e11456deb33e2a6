package org.isochrone.pdns.dnssec;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The keys of all zones. Immutable, safe for any thread.
 *
 * @param byApex keys by the zone's name, canonical
 */
public record ZoneKeys(Map<String, List<ZoneKey>> byApex) {
    /** No zone is signed. */
    public static final ZoneKeys NONE = new ZoneKeys(Map.of());

    /** Copies the table. */
    public ZoneKeys {
        byApex = byApex.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
    }

    /** Returns the keys of a zone; none if it is not signed. */
    public List<ZoneKey> of(String apex) {
        return byApex.getOrDefault(apex, List.of());
    }

    @Override
    public String toString() {
        return byApex.isEmpty() ? "no zone is signed" : "signed: " + byApex;
    }
}
