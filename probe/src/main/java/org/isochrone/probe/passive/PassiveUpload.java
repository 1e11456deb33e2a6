package org.isochrone.probe.passive;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.client.ClientCount;
import org.isochrone.steering.port.BurstStore;
import org.isochrone.steering.port.ClientStore;

/**
 * Brings the bursts of a log to the store under the numbers that {@link PassiveSequence} gives them, so that the same
 * log again adds nothing. Not safe for several threads.
 */
public final class PassiveUpload implements Consumer<List<Burst>> {
    private static final int BATCH = 1000;

    private final String peer;
    private final BurstStore store;
    private final Optional<ClientStore> counts;
    private long fresh;

    /**
     * Uploads.
     *
     * @param peer a name that nobody else uses
     * @param counts where round trips count as questions of their clients too, if they shall: those of a batch that was
     *     all new, up to 255 of a prefix and slot. They may be lost by a crash, but are never counted twice.
     */
    public PassiveUpload(String peer, BurstStore store, Optional<ClientStore> counts) {
        this.peer = peer;
        this.store = store;
        this.counts = counts;
    }

    /**
     * Returns the peer of what is read from logs on the host of {@code peer}, whose own numbers mean something else.
     */
    public static String peerOf(String peer) {
        return peer + ".passive";
    }

    @Override
    public void accept(List<Burst> bursts) {
        List<NumberedBurst> numbered = bursts.stream()
                .map(PassiveSequence::number)
                .sorted(Comparator.comparingLong(NumberedBurst::sequence))
                .toList();
        for (int from = 0; from < numbered.size(); from += BATCH) {
            append(numbered.subList(from, Math.min(numbered.size(), from + BATCH)));
        }
    }

    private void append(List<NumberedBurst> batch) {
        int added = store.append(peer, batch);
        fresh += added;
        if (added == batch.size()) {
            counts.ifPresent(clients -> clients.addCounts(
                    batch.getFirst().burst().at(),
                    batch.stream()
                            .map(each -> new ClientCount(
                                    each.burst().prefix(), each.burst().sent()))
                            .toList()));
        }
    }

    /** Returns how many bursts the store did not have before. */
    public long fresh() {
        return fresh;
    }
}
