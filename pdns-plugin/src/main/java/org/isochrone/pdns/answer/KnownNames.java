package org.isochrone.pdns.answer;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
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
    private static final int SLOT_BITS = 15;
    private static final int SLOTS = 1 << SLOT_BITS;

    /** Places that a name may stand in. */
    private static final int TRIES = 4;

    private final Names names;
    private final Buckets buckets;
    private final Contents contents;
    private final Optional<LatencyMap> map;
    private final AtomicReferenceArray<Optional<Known>> slots = new AtomicReferenceArray<>(SLOTS);

    /** Knows none yet. */
    KnownNames(Snapshot snapshot, Contents contents) {
        this.names = snapshot.names();
        this.buckets = snapshot.buckets();
        this.contents = contents;
        this.map = snapshot.map();
        for (int i = 0; i < SLOTS; i++) {
            slots.setPlain(i, Optional.empty());
        }
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

    /** Returns what is known of the question. */
    Optional<Known> find(Asked asked) {
        Optional<Known> steered = find(asked, asked.hash());
        return steered.isPresent() ? steered : find(asked, asked.hashWithType());
    }

    private Optional<Known> find(Asked asked, int hash) {
        int at = slot(hash);
        for (int i = 0; i < TRIES; i++) {
            Optional<Known> known = slots.getAcquire(at + i & SLOTS - 1);
            if (known.isEmpty() || known.get().isOf(asked)) {
                return known;
            }
        }
        return Optional.empty();
    }

    /** Keeps what is known of the question, once however often it is added: not all are asked the short way. */
    void add(Asked asked, Known known) {
        int at = slot(
                switch (known) {
                    case Known.Steered _ -> asked.hash();
                    case Known.Fixed _ -> asked.hashWithType();
                });
        int last = 0;
        while (last < TRIES - 1 && isAnother(slots.getAcquire(at + last & SLOTS - 1), asked)) {
            last++;
        }
        slots.setRelease(at + last & SLOTS - 1, Optional.of(known));
    }

    private static boolean isAnother(Optional<Known> known, Asked asked) {
        return known.isPresent() && !known.get().isOf(asked);
    }

    private static int slot(int hash) {
        return (hash * 0x9E37_79B9) >>> (Integer.SIZE - SLOT_BITS);
    }
}
