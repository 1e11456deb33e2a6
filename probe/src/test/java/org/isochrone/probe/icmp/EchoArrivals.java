package org.isochrone.probe.icmp;

import java.util.List;
import java.util.stream.Stream;
import org.isochrone.probe.icmp.EchoSocket.Arrival;
import org.isochrone.steering.prefix.IpAddress;

/** What a network may do to replies. */
final class EchoArrivals {
    private EchoArrivals() {}

    static List<Arrival> twice(List<Arrival> arrivals) {
        return arrivals.stream().flatMap(each -> Stream.of(each, each)).toList();
    }

    static List<Arrival> fromElsewhere(List<Arrival> arrivals) {
        return arrivals.stream()
                .map(each -> new Arrival(IpAddress.parse("127.9.9.9"), each.kernelNanos(), each.message()))
                .toList();
    }

    /** Changes a bit of the token. */
    static List<Arrival> tampered(List<Arrival> arrivals) {
        arrivals.forEach(each -> each.message().put(12, (byte) (each.message().get(12) ^ 1)));
        return arrivals;
    }
}
