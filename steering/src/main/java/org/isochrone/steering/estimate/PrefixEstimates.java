package org.isochrone.steering.estimate;

import java.util.Map;
import org.isochrone.steering.prefix.Prefix;

/**
 * The estimates of one prefix for each zone. Immutable.
 *
 * @param prefix a client prefix, or a covering prefix of several
 * @param byZone estimates by zone id; a zone of which nothing is known is missing
 */
public record PrefixEstimates(Prefix prefix, Map<String, Estimate> byZone) {
    /** Copies the map. */
    public PrefixEstimates {
        byZone = Map.copyOf(byZone);
    }
}
