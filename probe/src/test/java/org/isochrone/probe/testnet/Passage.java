package org.isochrone.probe.testnet;

import java.util.Locale;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.prefix.IpAddress;

/**
 * One request's way through a {@link SimulatedNetwork}, or that of one further copy of its reply. Immutable.
 *
 * @param zone where it came from
 * @param to whom it was sent to
 * @param id of ICMP; the source port of TCP and DNS
 * @param sequence of ICMP; the target port of TCP; the query id of DNS
 * @param enteredNanos when the kernel took the request into the network, nanoseconds of the wall clock
 * @param leftNanos when the reply was handed to the kernel; 0 if there was none, or not yet
 */
public record Passage(
        String zone, ProbeMethod method, IpAddress to, int id, int sequence, long enteredNanos, long leftNanos) {
    /** Reads a line of the network's log. */
    static Passage parse(String line) {
        String[] words = line.split(" ", -1);
        return new Passage(
                words[0],
                ProbeMethod.valueOf(words[1].toUpperCase(Locale.ROOT)),
                IpAddress.parse(words[2]),
                Integer.parseInt(words[3]),
                Integer.parseInt(words[4]),
                Long.parseLong(words[5]),
                Long.parseLong(words[7]));
    }

    /** Tells whether there was a reply. */
    public boolean answered() {
        return leftNanos != 0;
    }

    /** Returns the true round trip time. */
    public long trueNanos() {
        return leftNanos - enteredNanos;
    }
}
