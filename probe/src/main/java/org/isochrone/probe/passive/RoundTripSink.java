package org.isochrone.probe.passive;

import org.isochrone.steering.prefix.IpFamily;

/** Takes round trips one by one, without an object for each: a busy log has millions. */
@FunctionalInterface
public interface RoundTripSink {
    /**
     * Takes one round trip.
     *
     * @param second when it was seen, seconds since 1970
     * @param family of the client's address; an IPv4-mapped address comes as IPv4
     * @param high the address's first half, as {@link org.isochrone.steering.prefix.IpAddress#high}
     * @param low its second half
     * @param micros the round trip in microseconds, 1 to {@link PassiveAggregator#MAX_MICROS}
     */
    void roundTrip(long second, IpFamily family, long high, long low, int micros);
}
