package org.isochrone.steering.map;

import java.time.Instant;
import java.util.Optional;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;

/**
 * Client prefix to ranked zones, per zonegroup. Immutable, safe for any thread; a look-up allocates at most its result,
 * and nearly always nothing.
 */
public interface LatencyMap {
    /** Returns the map's name. */
    MapVersion version();

    /** Returns when it was built, to the second. */
    Instant createdAt();

    /**
     * Returns the ranking of a zonegroup's zones for a client by longest-prefix match; empty where the map knows
     * nothing of the client. The cell of an empty look-up is found with {@link #unknownDepth}.
     */
    Optional<RankedCell> lookup(String zonegroup, IpAddress client);

    /** Returns the same for a client whose address is given by its parts, see {@link IpAddress}. */
    default Optional<RankedCell> lookup(String zonegroup, IpFamily family, long high, long low) {
        return lookup(zonegroup, new IpAddress(family, high, low));
    }

    /**
     * Returns the length of the largest prefix around {@code client} of whose clients the map knows nothing, for a
     * client of which {@link #lookup} finds nothing; 0 if the map knows nothing at all of the zonegroup or family.
     */
    int unknownDepth(String zonegroup, IpAddress client);

    /** Returns the same for a client whose address is given by its parts. */
    default int unknownDepth(String zonegroup, IpFamily family, long high, long low) {
        return unknownDepth(zonegroup, new IpAddress(family, high, low));
    }

    /** Returns the estimates behind the ranking, of the longest matching prefix, for explaining. */
    Optional<PrefixEstimates> estimates(IpAddress client);

    /**
     * Returns where the estimate of a zone comes from, among those of the longest prefix that matches a client whose
     * address is given by its parts; {@link Provenance#NONE} if the map does not tell.
     */
    Provenance provenance(String zone, IpFamily family, long high, long low);

    /** Returns every prefix with estimates, in order. */
    Iterable<PrefixEstimates> allEstimates();
}
