package org.isochrone.probe.pace;

import java.util.List;
import java.util.Optional;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;

/**
 * Which addresses may be probed at all: unicast space of the public Internet, and with the test switch also reserved
 * and private space and our own zones. Multicast and broadcast are never probed, for one packet would go to many.
 * Immutable, safe for any thread.
 *
 * <p>Source: the IANA registries of special-purpose IPv4 and IPv6 addresses (RFC 6890) and of multicast addresses.
 */
public final class AddressPolicy {
    private record Block(Prefix prefix, String what) {
        static Block of(String prefix, String what) {
            return new Block(Prefix.parse(prefix), what);
        }
    }

    private static final List<Block> NEVER = List.of(
            Block.of("224.0.0.0/4", "multicast"),
            Block.of("255.255.255.255/32", "broadcast"),
            Block.of("ff00::/8", "multicast"),
            Block.of("0.0.0.0/32", "no address"),
            Block.of("::/128", "no address"));

    private static final List<Block> RESERVED = List.of(
            Block.of("0.0.0.0/8", "this network"),
            Block.of("10.0.0.0/8", "private"),
            Block.of("100.64.0.0/10", "carrier-grade NAT"),
            Block.of("127.0.0.0/8", "loopback"),
            Block.of("169.254.0.0/16", "link-local"),
            Block.of("172.16.0.0/12", "private"),
            Block.of("192.0.0.0/24", "protocol assignments"),
            Block.of("192.0.2.0/24", "documentation"),
            Block.of("192.31.196.0/24", "AS112"),
            Block.of("192.52.193.0/24", "AMT"),
            Block.of("192.88.99.0/24", "6to4 relay anycast"),
            Block.of("192.168.0.0/16", "private"),
            Block.of("192.175.48.0/24", "AS112"),
            Block.of("198.18.0.0/15", "benchmarking"),
            Block.of("198.51.100.0/24", "documentation"),
            Block.of("203.0.113.0/24", "documentation"),
            Block.of("240.0.0.0/4", "reserved"),
            Block.of("::1/128", "loopback"),
            Block.of("2001::/23", "protocol assignments"),
            Block.of("2001:db8::/32", "documentation"),
            Block.of("2002::/16", "6to4"),
            Block.of("2620:4f:8000::/48", "AS112"),
            Block.of("3fff::/20", "documentation"));

    /** All of IPv6 that is given out lies in here. */
    private static final Prefix GLOBAL_IPV6 = Prefix.parse("2000::/3");

    private final boolean allowReserved;
    private final OwnSpace own;

    /**
     * Sets the policy.
     *
     * @param allowReserved the test switch: reserved, private, loopback and our own space may be probed too
     * @param own our own space
     */
    public AddressPolicy(boolean allowReserved, OwnSpace own) {
        this.allowReserved = allowReserved;
        this.own = own;
    }

    /** Sets the policy of somebody who knows of no zones. */
    public AddressPolicy(boolean allowReserved) {
        this(allowReserved, OwnSpace.none());
    }

    /** Returns why {@code address} must not be probed, for people; empty if it may. */
    public Optional<String> refusal(IpAddress address) {
        Optional<String> never = blockOf(NEVER, address);
        if (never.isPresent() || allowReserved) {
            return never;
        }
        Optional<String> reserved = blockOf(RESERVED, address);
        if (reserved.isPresent()) {
            return reserved;
        }
        return switch (address.family()) {
            case IPV4 -> Optional.empty();
            case IPV6 -> GLOBAL_IPV6.contains(address) ? Optional.empty() : Optional.of("not global unicast space");
        };
    }

    /**
     * Returns why {@code address} is not a client of ours: it must not be probed, or stands in the /24 or /48 of one of
     * our own zones.
     */
    public Optional<String> refusalOfClient(IpAddress address) {
        boolean ours = !allowReserved && own.holdsLeafOf(address);
        return ours ? Optional.of("beside our own zones") : refusal(address);
    }

    /**
     * Returns why {@code target} must not be probed; our own zones are asked by HTTP, which is for them alone, and by
     * no other method.
     */
    public Optional<String> refusal(Target target) {
        boolean ours = !allowReserved && target.method() != ProbeMethod.HTTP && own.contains(target.address());
        return ours ? Optional.of("our own space") : refusal(target.address());
    }

    /** Tells whether the limits per target and per prefix are lifted: the test switch is on and this is loopback. */
    boolean unlimited(IpAddress address) {
        return allowReserved && address.toInetAddress().isLoopbackAddress();
    }

    private static Optional<String> blockOf(List<Block> blocks, IpAddress address) {
        return blocks.stream()
                .filter(block -> block.prefix.contains(address))
                .map(block -> block.what + " (" + block.prefix + ")")
                .findFirst();
    }
}
