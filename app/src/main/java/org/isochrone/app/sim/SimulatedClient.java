package org.isochrone.app.sim;

import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.prefix.IpAddress;

/**
 * A client network of the simulated internet. Immutable.
 *
 * @param network its prefix and place
 * @param city where its people live
 * @param responder the address inside it that answers DNS probes
 */
public record SimulatedClient(ClientPrefix network, City city, IpAddress responder) {}
