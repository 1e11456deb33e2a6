package org.isochrone.pdns.answer;

import java.util.Optional;
import org.isochrone.steering.decision.Buckets;
import org.isochrone.steering.decision.Names;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.map.LatencyMap;

/**
 * What was asked for before, found again by its octets, so that nobody looks for the rules that hold for it once more.
 * As much as there is room for; what comes later takes an older one's place. Holds while topology, buckets, written
 * records and map are the same. Safe for any thread.
 */
final class KnownNames {
    private static final int BITS = 15;
    private static final int NO_BUCKET_BITS = 12;

    private final Names names;
    private final Buckets buckets;
    private final Contents contents;
    private final Optional<LatencyMap> map;
    private final KnownPlaces all = new KnownPlaces(BITS);

    /** Apart, so that made up buckets push nothing out but others of their kind. */
    private final KnownPlaces noBuckets = new KnownPlaces(NO_BUCKET_BITS);

    /** Knows none yet. */
    KnownNames(Snapshot snapshot, Contents contents) {
        this.names = snapshot.names();
        this.buckets = snapshot.buckets();
        this.contents = contents;
        this.map = snapshot.map();
    }

    /** Tells whether what is known still holds. */
    boolean isOf(Snapshot snapshot, Contents newContents) {
        return names == snapshot.names()
                && buckets == snapshot.buckets()
                && contents == newContents
                && isOf(snapshot.map());
    }

    @SuppressWarnings("ReferenceEquality") // one that is equal only costs the work once more, looking at it always
    private boolean isOf(Optional<LatencyMap> other) {
        return map.isPresent() ? other.isPresent() && map.get() == other.get() : other.isEmpty();
    }

    /** Returns what is known of the question; {@link Known#NOTHING} if it was not asked before. */
    Known find(Asked asked) {
        Known known = all.find(asked, asked.hash());
        if (known == Known.NOTHING) {
            known = all.find(asked, asked.hashWithType());
        }
        return known == Known.NOTHING ? noBuckets.find(asked, asked.hashWithType()) : known;
    }

    /** Keeps what is known of the question. */
    void add(Asked asked, Known known) {
        if (known instanceof Known.Fixed fixed) {
            (fixed.noBucket().isEmpty() ? all : noBuckets).add(asked, asked.hashWithType(), known);
        } else {
            all.add(asked, asked.hash(), known);
        }
    }
}
