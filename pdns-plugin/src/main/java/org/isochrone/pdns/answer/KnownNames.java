package org.isochrone.pdns.answer;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.isochrone.steering.decision.Binding;
import org.isochrone.steering.decision.Buckets;
import org.isochrone.steering.decision.Names;
import org.isochrone.steering.decision.Snapshot;

/**
 * Names that nothing but steering answers, whoever asks and for whatever type, as far as they were asked for before: so
 * that they are found again by their octets, and nobody looks for the rules that hold for them once more. As many as
 * there is room for; who comes later takes an older one's place. Safe for any thread.
 */
final class KnownNames {
    private static final int SLOT_BITS = 15;
    private static final int SLOTS = 1 << SLOT_BITS;

    /** Places that a name may stand in. */
    private static final int TRIES = 4;

    private final Names names;
    private final Buckets buckets;
    private final Contents contents;
    private final AtomicReferenceArray<Optional<Known>> slots = new AtomicReferenceArray<>(SLOTS);

    /**
     * A name.
     *
     * @param name in canonical form
     * @param zone the zone that it is in
     * @param binding what it is bound to, for as long as the bucket, if it is one, lies where it does
     */
    record Known(String name, ServedZone zone, Binding binding) {}

    /** Knows none yet. */
    KnownNames(Snapshot snapshot, Contents contents) {
        this.names = snapshot.names();
        this.buckets = snapshot.buckets();
        this.contents = contents;
        for (int i = 0; i < SLOTS; i++) {
            slots.setPlain(i, Optional.empty());
        }
    }

    /** Tells whether what is known still holds. */
    boolean isOf(Snapshot snapshot, Contents newContents) {
        return names == snapshot.names() && buckets == snapshot.buckets() && contents == newContents;
    }

    /** Returns the name that is asked for. */
    Optional<Known> find(Asked asked) {
        int at = slot(asked.hash());
        for (int i = 0; i < TRIES; i++) {
            Optional<Known> known = slots.getAcquire(at + i & SLOTS - 1);
            if (known.isEmpty() || asked.isFor(known.get().name())) {
                return known;
            }
        }
        return Optional.empty();
    }

    /** Keeps the name that is asked for, once however often it is added: not all questions are asked the short way. */
    void add(Asked asked, ServedZone zone, Binding binding) {
        Optional<Known> fresh = Optional.of(new Known(asked.name(), zone, binding));
        int at = slot(asked.hash());
        int last = 0;
        while (last < TRIES - 1 && isAnother(slots.getAcquire(at + last & SLOTS - 1), asked)) {
            last++;
        }
        slots.setRelease(at + last & SLOTS - 1, fresh);
    }

    private static boolean isAnother(Optional<Known> known, Asked asked) {
        return known.isPresent() && !asked.isFor(known.get().name());
    }

    private static int slot(int hash) {
        return (hash * 0x9E37_79B9) >>> (Integer.SIZE - SLOT_BITS);
    }
}
