package org.isochrone.probe.prober;

import java.util.concurrent.CompletableFuture;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;

/**
 * Measures round trips by one method. Many bursts are under way at once without a thread of their own. Safe for any
 * thread. It neither paces nor refuses: whoever calls it has asked {@code pace} before.
 */
public interface Prober extends AutoCloseable {
    /** Returns the method of the targets that {@link #probe} accepts. */
    ProbeMethod method();

    /**
     * Sends one burst.
     *
     * @param target of this prober's method
     * @param zone id of the zone that is measured from
     * @return the burst, a loss included, as soon as every probe of it was answered or given up; fails with an
     *     {@link java.io.IOException} if this machine could not send a single probe (no route, no free port), which
     *     says nothing of the target, and is cancelled when the prober is closed. What depends on it runs on the
     *     measuring thread and must be short.
     * @throws IllegalArgumentException if the target is of another method
     */
    CompletableFuture<Burst> probe(Target target, String zone);

    /** Returns what was sent and what came back since the start. */
    ProbeCounters counters();

    /** Stops measuring and frees all sockets; bursts under way are cancelled. */
    @Override
    void close();
}
