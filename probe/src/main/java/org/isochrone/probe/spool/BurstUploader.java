package org.isochrone.probe.spool;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.port.BurstStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what is in the spool to the store, in order. A batch is acknowledged after its commit and not before, so that
 * nothing is lost; a batch whose commit is in doubt is sent again, and the store passes over what it has, so that
 * nothing is doubled. While the store refuses, the pauses between two tries double up to {@link #LONGEST_PAUSE}, and
 * each is shortened at random, so that peers do not return all at once. Safe for any thread.
 */
public final class BurstUploader {
    /** Most bursts of one transaction; with fewer, a backlog costs the server half as much again. */
    public static final int BATCH = 5000;

    /** The longest pause between two tries. */
    public static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(BurstUploader.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 10;

    private final String peer;
    private final Spool spool;
    private final BurstStore store;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private int failures;
    private long notBeforeNanos;

    /** Uploads under the name of {@code peer}. */
    public BurstUploader(String peer, Spool spool, BurstStore store, LongSupplier nanoTime, RandomGenerator random) {
        this.peer = peer;
        this.spool = spool;
        this.store = store;
        this.nanoTime = nanoTime;
        this.random = random;
    }

    /** Sends until the spool is empty or the store refuses; does nothing during a pause after a refusal. */
    public synchronized UploadSummary run() {
        if (failures > 0 && nanoTime.getAsLong() - notBeforeNanos < 0) {
            return new UploadSummary(0, 0, spool.counts().pending(), Optional.of("waits for the next try"));
        }
        long sent = 0;
        long fresh = 0;
        Optional<String> failure = Optional.empty();
        try {
            for (List<NumberedBurst> batch = spool.peek(BATCH); !batch.isEmpty(); batch = spool.peek(BATCH)) {
                fresh += store.append(peer, batch);
                spool.acknowledge(batch.getLast().sequence());
                sent += batch.size();
            }
            succeeded();
        } catch (IOException | RuntimeException e) {
            // Whatever the store throws, the batch was not acknowledged and is sent again.
            failure = Optional.of(failed(e));
        }
        return new UploadSummary(sent, fresh, spool.counts().pending(), failure);
    }

    private void succeeded() {
        if (failures > 0) {
            LOG.info("{}: bursts are stored again after {} failed tries", peer, failures);
        }
        failures = 0;
    }

    private String failed(Exception why) {
        long pause = Math.min(LONGEST_PAUSE.toNanos(), FIRST_PAUSE.toNanos() << Math.min(failures, MOST_DOUBLINGS));
        pause = pause / 2 + random.nextLong(pause / 2);
        failures++;
        notBeforeNanos = nanoTime.getAsLong() + pause;
        String reason = String.valueOf(why.getMessage());
        if (failures == 1) {
            LOG.warn("{}: bursts wait in the spool, for they cannot be stored", peer, why);
        } else {
            LOG.warn("{}: try {} to store bursts failed: {}", peer, failures, reason);
        }
        return reason;
    }
}
