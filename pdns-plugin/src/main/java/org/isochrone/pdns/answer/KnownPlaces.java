package org.isochrone.pdns.answer;

import java.util.concurrent.atomic.AtomicReferenceArray;

/** Room for what is known of so many questions; what comes later takes an older one's place. Safe for any thread. */
final class KnownPlaces {
    /** Places that a question may stand in. */
    private static final int TRIES = 4;

    private final int bits;
    private final AtomicReferenceArray<Known> places;

    /** Has 2 to the power of {@code bits} places, all of them empty. */
    KnownPlaces(int bits) {
        this.bits = bits;
        this.places = new AtomicReferenceArray<>(1 << bits);
        for (int i = 0; i < places.length(); i++) {
            places.setPlain(i, Known.NOTHING);
        }
    }

    /** Returns what is known of a question, by a hash of it; {@link Known#NOTHING} if it was not asked before. */
    Known find(Asked asked, int hash) {
        int first = first(hash);
        for (int i = 0; i < TRIES; i++) {
            Known known = places.getAcquire(place(first, i));
            if (known == Known.NOTHING || known.isOf(asked)) {
                return known;
            }
        }
        return Known.NOTHING;
    }

    /** Keeps what is known of a question, once however often it is added: not all are asked the short way. */
    void add(Asked asked, int hash, Known known) {
        int first = first(hash);
        int last = 0;
        while (last < TRIES - 1 && isAnother(places.getAcquire(place(first, last)), asked)) {
            last++;
        }
        places.setRelease(place(first, last), known);
    }

    private static boolean isAnother(Known known, Asked asked) {
        return known != Known.NOTHING && !known.isOf(asked);
    }

    private int first(int hash) {
        return (hash * 0x9E37_79B9) >>> (Integer.SIZE - bits);
    }

    private int place(int first, int next) {
        return first + next & places.length() - 1;
    }
}
