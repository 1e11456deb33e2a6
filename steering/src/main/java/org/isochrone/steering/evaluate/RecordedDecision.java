package org.isochrone.steering.evaluate;

import org.isochrone.steering.estimate.Provenance;

/**
 * What Isochrone decided before a round began. Immutable.
 *
 * @param round the round it is for
 * @param client for whom
 * @param region where the client is sent
 * @param provenance what the estimate of that region came from; {@link Provenance#NONE} if nothing was known
 */
public record RecordedDecision(int round, String client, String region, Provenance provenance) {}
