package org.isochrone.steering.prefix;

import java.net.InetSocketAddress;
import org.isochrone.steering.config.Ascii;

/** Addresses with a port as people write them: {@code 192.0.2.1:53}, and {@code [2001:db8::1]:53}. */
public final class SocketAddresses {
    private SocketAddresses() {}

    /**
     * Parses {@code ADDRESS:PORT} with a port in [0..65535]; an IPv6 address stands in brackets, without which nobody
     * could tell where it ends.
     *
     * @throws IllegalArgumentException if the text is not of that form
     */
    public static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("no port: '" + text + "'");
        }
        String address = text.substring(0, colon);
        boolean bracketed = address.startsWith("[") && address.endsWith("]");
        if (!bracketed && address.contains(":")) {
            throw new IllegalArgumentException("an IPv6 address must stand in brackets: '" + text + "'");
        }
        IpAddress parsed = IpAddress.parse(bracketed ? address.substring(1, address.length() - 1) : address);
        return new InetSocketAddress(parsed.toInetAddress(), Integer.parseInt(Ascii.number(text.substring(colon + 1))));
    }
}
