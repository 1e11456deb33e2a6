package org.isochrone.app.sim;

import org.isochrone.steering.prefix.IpAddress;

/**
 * A zone of the simulated internet. Immutable.
 *
 * @param name what it is called, and its id
 * @param city where it stands
 * @param peer the address that its peer probes from, by which responders know how far away the question comes from
 * @param service the address that serves there, which answers carry
 */
public record SimulatedZone(String name, City city, IpAddress peer, IpAddress service) {}
