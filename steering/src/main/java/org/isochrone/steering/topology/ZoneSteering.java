package org.isochrone.steering.topology;

import java.util.List;
import java.util.Optional;
import org.isochrone.steering.prefix.IpAddress;

/**
 * What steering knows of a zone beyond RGW's fields: the {@code steering} key of a zone's JSON. Immutable.
 *
 * @param dnsName the zone's own name, lower case, without a trailing dot; empty if it has none
 * @param addresses A and AAAA content for answers by address
 * @param weight share among zones that are equally fast, 0 to 65535; 0 is never chosen while another is left
 * @param location where it stands, if known
 * @param wellConnected whether it is a good guess for a client of whom nothing is known
 * @param health how its endpoints are checked
 */
public record ZoneSteering(
        String dnsName,
        List<IpAddress> addresses,
        int weight,
        Optional<GeoPoint> location,
        boolean wellConnected,
        HealthCheck health) {
    /** The weight of a zone for which none is given. */
    public static final int DEFAULT_WEIGHT = 100;

    /** The highest weight. */
    public static final int MAX_WEIGHT = 65_535;

    /** Nothing known: no name, no addresses, the default weight. */
    public static final ZoneSteering UNKNOWN = new ZoneSteering("", List.of(), DEFAULT_WEIGHT, Optional.empty(), true);

    /** A zone that says nothing of how it is checked. */
    public ZoneSteering(
            String dnsName, List<IpAddress> addresses, int weight, Optional<GeoPoint> location, boolean wellConnected) {
        this(dnsName, addresses, weight, location, wellConnected, HealthCheck.DEFAULT);
    }

    /** Rejects a weight out of range. */
    public ZoneSteering {
        addresses = List.copyOf(addresses);
        if (weight < 0 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException("weight must be in [0.." + MAX_WEIGHT + "]: " + weight);
        }
    }
}
