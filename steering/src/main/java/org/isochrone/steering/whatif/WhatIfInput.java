package org.isochrone.steering.whatif;

import java.util.List;
import java.util.Map;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.map.LatencyMap;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.Zonegroup;

/**
 * What is known now.
 *
 * @param map the published map, with its estimates
 * @param zonegroup for which zonegroup to ask
 * @param clients client prefixes
 * @param networks covering prefixes, which say where clients are that do not say it themselves
 * @param weights questions by prefix; all prefixes of the map weigh the same where it is empty
 * @param switchMarginNanos a new zone must be faster by this much before clients come to it
 * @param switchMarginPercent and by this share of the present RTT
 */
public record WhatIfInput(
        LatencyMap map,
        Zonegroup zonegroup,
        List<ClientPrefix> clients,
        List<ClientPrefix> networks,
        Map<Prefix, Long> weights,
        long switchMarginNanos,
        int switchMarginPercent) {
    /** Copies the collections. */
    public WhatIfInput {
        clients = List.copyOf(clients);
        networks = List.copyOf(networks);
        weights = Map.copyOf(weights);
    }
}
