package org.isochrone.pdns.answer;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The names of all zones in order, each zone's worked out once for as long as they are the same. Safe for any thread.
 */
final class OrderedNames {
    private final List<ServedZone> zones;
    private final AtomicReferenceArray<@Nullable ZoneNames> names;
    private volatile boolean prepared;

    /** Knows none yet of these zones, which are all. */
    OrderedNames(List<ServedZone> zones) {
        this.zones = zones;
        this.names = new AtomicReferenceArray<>(zones.size());
    }

    /** Works out what has changed; from now on nobody else does, who would have to wait for it. */
    void prepare(Function<ServedZone, Lookup> lookups) {
        prepared = true;
        zones.forEach(zone -> fresh(lookups.apply(zone)));
    }

    /** Returns the names before and after one in the zone of a lookup. */
    ZoneNames.Neighbours neighbours(String name, Lookup lookup) {
        ZoneNames seen = names.get(place(lookup));
        ZoneNames known = prepared && seen != null ? seen : fresh(lookup);
        return known.neighbours(name, lookup);
    }

    private ZoneNames fresh(Lookup lookup) {
        ZoneNames seen = names.get(place(lookup));
        if (seen != null && seen.isOf(lookup)) {
            return seen;
        }
        ZoneNames made = ZoneNames.of(lookup, zones);
        names.set(place(lookup), made);
        return made;
    }

    private static int place(Lookup lookup) {
        return lookup.zone().id() - 1;
    }
}
