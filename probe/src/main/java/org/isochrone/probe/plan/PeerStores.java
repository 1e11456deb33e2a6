package org.isochrone.probe.plan;

import org.isochrone.steering.port.BurstStore;
import org.isochrone.steering.port.ClientStore;
import org.isochrone.steering.port.MapStore;
import org.isochrone.steering.port.PeerEvents;
import org.isochrone.steering.port.ProbeWork;
import org.isochrone.steering.port.TargetStore;

/**
 * The stores of a peer.
 *
 * @param clients who the clients are, and how much they ask
 * @param maps what is believed, and where clients are sent
 * @param targets who may be probed
 * @param work who probes what, and when
 * @param bursts takes what was measured
 * @param events takes what befell the peer
 */
public record PeerStores(
        ClientStore clients,
        MapStore maps,
        TargetStore targets,
        ProbeWork work,
        BurstStore bursts,
        PeerEvents events) {}
