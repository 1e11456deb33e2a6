package org.isochrone.pdns.answer;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.isochrone.pdns.Transport;
import org.isochrone.steering.decision.Names;
import org.isochrone.steering.decision.Snapshot;

/**
 * Answers to names that do not exist. Anybody can invent such names without end, but what holds for one holds for all
 * with the same closest encloser (RFC 4592 section 3.3.1), of which there are no more than names that exist: it was
 * found for one of them on the long way, and is kept by that encloser. Not for names that may be a bucket's, each of
 * which may come into being by itself. Holds while topology and written records are the same. Safe for any thread.
 */
final class Absences {
    /** Answers that there is room for; what comes later takes an older one's place. */
    private static final int KEPT = 1024;

    private final Names names;
    private final Contents contents;
    private final NameTree existing;
    private final AtomicReferenceArray<Optional<Absent>> kept = new AtomicReferenceArray<>(KEPT);

    /**
     * What holds for all names below one that exists, but those below another such.
     *
     * @param encloser its place
     * @param transport how it is asked
     * @param zone the number of the zone that answers; 0 for none
     * @param reply that the name does not exist, or is not ours
     */
    private record Absent(int encloser, Transport transport, int zone, Optional<Reply> reply) {}

    /** Knows what exists, and no answer yet; takes a while if there are many names. */
    Absences(Snapshot snapshot, Contents contents, Collection<String> existing) {
        this.names = snapshot.names();
        this.contents = contents;
        this.existing = new NameTree(existing);
        for (int i = 0; i < KEPT; i++) {
            kept.setPlain(i, Optional.empty());
        }
    }

    /** Tells whether what is known still holds. */
    boolean isOf(Snapshot snapshot, Contents newContents) {
        return names == snapshot.names() && contents == newContents;
    }

    /** Returns the answer if it is known that the name does not exist; {@code asked} comes to know the zone. */
    Optional<Reply> find(Asked asked) {
        int encloser = existing.encloser(asked.text());
        if (encloser == NameTree.NOWHERE) {
            return Optional.empty();
        }
        Optional<Absent> absent = kept.getAcquire(slot(encloser, asked.transport()));
        if (absent.isEmpty()
                || absent.get().encloser() != encloser
                || absent.get().transport() != asked.transport()
                || (asked.zone() > 0 && asked.zone() != absent.get().zone())) {
            return Optional.empty();
        }
        asked.zone(absent.get().zone());
        return absent.get().reply();
    }

    /**
     * Keeps the answer to a name that does not exist, and is no bucket's.
     *
     * @param zone the number of the zone that it is in; 0 for none
     */
    void keep(Question question, int zone, Reply reply) {
        int encloser = existing.encloser(question.name());
        if (encloser != NameTree.NOWHERE) {
            kept.setRelease(
                    slot(encloser, question.transport()),
                    Optional.of(new Absent(encloser, question.transport(), zone, Optional.of(reply))));
        }
    }

    private static int slot(int encloser, Transport transport) {
        return 31 * encloser + transport.hashCode() & KEPT - 1;
    }
}
