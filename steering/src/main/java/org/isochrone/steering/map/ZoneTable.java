package org.isochrone.steering.map;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * The zones of a map, by number: {@code number(count) text*}, ascending. Immutable once made.
 *
 * @param zones zone ids
 * @param numbers their positions
 */
record ZoneTable(List<String> zones, Map<String, Integer> numbers) {
    private static final int MAX_ID_BYTES = 1024;

    static ZoneTable of(SortedSet<String> zones) {
        return of(List.copyOf(zones));
    }

    private static ZoneTable of(List<String> zones) {
        Map<String, Integer> numbers = new HashMap<>();
        zones.forEach(zone -> numbers.put(zone, numbers.size()));
        return new ZoneTable(zones, numbers);
    }

    static ZoneTable read(ByteReader from) {
        int count = from.count(1);
        List<String> zones = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String zone = from.text(MAX_ID_BYTES);
            if (!zones.isEmpty() && zones.getLast().compareTo(zone) >= 0) {
                throw from.damaged("the zones must ascend");
            }
            zones.add(zone);
        }
        return of(List.copyOf(zones));
    }

    void write(ByteWriter to) {
        to.number(zones.size());
        zones.forEach(to::text);
    }

    int size() {
        return zones.size();
    }

    String zone(int number) {
        return zones.get(number);
    }

    int number(String zone) {
        Integer number = numbers.get(zone);
        if (number == null) {
            throw new IllegalArgumentException("no zone of this map: '" + zone + "'");
        }
        return number;
    }
}
