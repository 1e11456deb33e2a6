package org.isochrone.steering.port;

import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.topology.Topology;

/** Keeps every committed (period, epoch) of a realm and the table of buckets. */
public interface TopologyStore {
    /**
     * Keeps {@code topology} under its (period id, epoch) and makes it current, in one transaction. The same content
     * again changes nothing.
     *
     * @throws IllegalArgumentException if a newer (realm epoch, epoch) of the realm is kept, or the same with other
     *     content
     */
    void save(Topology topology);

    /** Returns the current topology, if one was ever saved. */
    Optional<Topology> current();

    /** Binds buckets to zonegroup ids, all or none; a bucket that is bound already moves. */
    void bindBuckets(Map<String, String> zonegroupByBucket);

    /** Returns every bucket with its zonegroup id. */
    Map<String, String> buckets();

    /** Returns a number that changes whenever the topology or the buckets do; cheap enough to ask every second. */
    long revision();
}
