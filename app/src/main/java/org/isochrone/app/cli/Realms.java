package org.isochrone.app.cli;

import org.isochrone.app.wiring.Stores;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.topology.Topology;

/** The realm that commands about maps work on: that of the current topology. */
final class Realms {
    private Realms() {}

    static String current(Stores stores) {
        return topology(stores).realm().id();
    }

    static Topology topology(Stores stores) {
        return stores.topologies()
                .current()
                .orElseThrow(() -> new InvalidInputException(
                        "the topology", "is missing: import one first (isochrone topology import FILE)"));
    }
}
