package org.isochrone.steering.decision;

import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;

/**
 * For whom the question at hand is asked: a {@link Client} in parts, which the next question's take the place of, so
 * that questions leave nothing behind. For one thread.
 */
public final class Asker {
    private IpFamily family = IpFamily.IPV4;
    private long high;
    private long low;
    private int sourceLength;
    private boolean subnet;
    private int embeddedAt;

    /** Becomes the resolver itself. */
    public Asker resolver(IpFamily newFamily, long newHigh, long newLow) {
        set(newFamily, newHigh, newLow, newFamily.bits(), false);
        return this;
    }

    /**
     * Becomes the client behind an RFC 7871 client subnet.
     *
     * @param length at least 1; no bit of the address is set behind it
     */
    public Asker subnet(IpFamily newFamily, long newHigh, long newLow, int length) {
        set(newFamily, newHigh, newLow, length, true);
        return this;
    }

    /** Becomes a client. */
    public Asker client(Client client) {
        family = client.address().family();
        high = client.address().high();
        low = client.address().low();
        sourceLength = client.sourceLength();
        subnet = client.subnet();
        embeddedAt = client.embeddedAt();
        return this;
    }

    private void set(IpFamily newFamily, long newHigh, long newLow, int length, boolean asSubnet) {
        int at = Client.embeddedAt(newFamily, newHigh, newLow, length);
        family = at > 0 ? IpFamily.IPV4 : newFamily;
        high = at == 0 ? newHigh : Client.embedded(newHigh, newLow, at);
        low = at == 0 ? newLow : 0;
        sourceLength = at == 0 ? length : Math.min(IpFamily.IPV4.bits(), length - at);
        subnet = asSubnet;
        embeddedAt = at;
    }

    /** Returns the client, to be kept. */
    public Client client() {
        return new Client(new IpAddress(family, high, low), sourceLength, subnet, embeddedAt);
    }

    /** Returns the family of the address that decides. */
    public IpFamily family() {
        return family;
    }

    /** Returns the upper half of that address. */
    public long high() {
        return high;
    }

    /** Returns the lower half of that address. */
    public long low() {
        return low;
    }

    /** Returns how many bits of it are known. */
    public int sourceLength() {
        return sourceLength;
    }

    /** Tells whether it came as a client subnet. */
    public boolean subnet() {
        return subnet;
    }

    /** Returns how many bits stood in front of it where it was written inside an IPv6 address, else 0. */
    public int embeddedAt() {
        return embeddedAt;
    }
}
