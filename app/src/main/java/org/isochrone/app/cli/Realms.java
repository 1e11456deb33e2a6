package org.isochrone.app.cli;

import org.isochrone.app.wiring.Stores;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.topology.Topology;

/** The topology that commands work on, and its realm: the current ones. */
final class Realms {
    private Realms() {}

    /** Returns the id of the current realm. */
    static String current(Stores stores) {
        return topology(stores).realm().id();
    }

    /**
     * Returns the current topology.
     *
     * @throws InvalidInputException if none was imported yet
     */
    static Topology topology(Stores stores) {
        return stores.topologies()
                .current()
                .orElseThrow(() -> new InvalidInputException(
                        "the topology", "is missing: import one first (isochrone topology import FILE)"));
    }
}
