package org.isochrone.app.imports;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;

/**
 * Finds lines of a file of bursts that have round, client and region in common, which would contradict each other. The
 * first reading keeps 64 bits of each line, at most 32 bytes of memory; only what looks alike by these is remembered
 * whole in a second one. Not safe for several threads.
 */
final class RepeatedBursts {
    private long[] seen = new long[1 << 12];
    private int count;

    /** The line where each of those first stood; 0 for one that was not met again yet. */
    private final Map<Key, Integer> suspects = new HashMap<>();

    private record Key(Prefix client, String zone, Instant at) {
        static Key of(Burst burst) {
            return new Key(burst.prefix(), burst.zone(), burst.at());
        }

        /** Never 0, which is a free place. */
        long fingerprint() {
            IpAddress network = client.network();
            long hash = mixed(network.high() + client.length()) ^ network.low();
            hash = mixed(hash + zone.hashCode()) + network.family().bits();
            return mixed(mixed(hash + at.getEpochSecond()) + at.getNano()) | 1;
        }
    }

    /** Looks at a burst in the first reading. */
    void look(Burst burst) {
        Key key = Key.of(burst);
        if (!add(key.fingerprint()) && suspects.size() < TextLines.MAX_PROBLEMS) {
            suspects.put(key, 0);
        }
    }

    /** Tells whether a second reading is needed. */
    boolean suspicious() {
        return !suspects.isEmpty();
    }

    /** Passes on the first burst of each round, client and region in the second reading, and refuses the others. */
    Optional<Burst> only(CsvRow row, Optional<Burst> parsed) {
        Optional<Integer> earlier = parsed.map(Key::of).flatMap(key -> Optional.ofNullable(suspects.get(key)));
        if (earlier.isEmpty()) {
            return parsed;
        }
        if (earlier.get() == 0) {
            parsed.ifPresent(burst -> suspects.put(Key.of(burst), row.line()));
            return parsed;
        }
        row.problems()
                .error(
                        row.where(),
                        "round, client and region must stand in one line only: '" + row.text("round") + ","
                                + row.text("client") + "," + row.text("region") + "' stands in line " + earlier.get()
                                + " already");
        return Optional.empty();
    }

    private boolean add(long fingerprint) {
        if (2 * count >= seen.length) {
            long[] old = seen;
            seen = new long[2 * old.length];
            Arrays.stream(old).filter(each -> each != 0).forEach(each -> seen[place(each)] = each);
        }
        int place = place(fingerprint);
        if (seen[place] == fingerprint) {
            return false;
        }
        seen[place] = fingerprint;
        count++;
        return true;
    }

    private int place(long fingerprint) {
        int mask = seen.length - 1;
        int at = (int) (fingerprint >>> 32) & mask;
        while (seen[at] != 0 && seen[at] != fingerprint) {
            at = (at + 1) & mask;
        }
        return at;
    }

    /** The finaliser of SplitMix64. */
    private static long mixed(long value) {
        long hash = value + 0x9E37_79B9_7F4A_7C15L;
        hash = (hash ^ (hash >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        hash = (hash ^ (hash >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return hash ^ (hash >>> 31);
    }
}
