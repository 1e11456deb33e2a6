package org.isochrone.steering.build;

import org.isochrone.steering.port.BurstStore;
import org.isochrone.steering.port.ChangeStore;
import org.isochrone.steering.port.ClientStore;
import org.isochrone.steering.port.DoubtStore;
import org.isochrone.steering.port.HealthStore;
import org.isochrone.steering.port.MapStore;
import org.isochrone.steering.port.TopologyStore;

/**
 * The stores that a round reads from and writes to.
 *
 * @param topology zones and zonegroups
 * @param clients prefixes, networks and traffic counts
 * @param bursts what was measured
 * @param health where freezes are kept
 * @param maps where maps and the builder's memory are kept
 * @param doubts where it is kept why a build is held
 * @param changes where it is kept what maps changed
 */
public record SteeringStores(
        TopologyStore topology,
        ClientStore clients,
        BurstStore bursts,
        HealthStore health,
        MapStore maps,
        DoubtStore doubts,
        ChangeStore changes) {}
