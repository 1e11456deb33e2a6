package org.isochrone.steering.testkit;

import java.util.List;
import java.util.Optional;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.map.LatencyMap;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;

/** A map that does not tell the estimates behind its rankings. */
public interface RankingsOnly extends LatencyMap {
    @Override
    default Optional<PrefixEstimates> estimates(IpAddress client) {
        return Optional.empty();
    }

    @Override
    default Provenance provenance(String zone, IpFamily family, long high, long low) {
        return Provenance.NONE;
    }

    @Override
    default Iterable<PrefixEstimates> allEstimates() {
        return List.of();
    }
}
