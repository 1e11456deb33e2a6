package org.isochrone.steering.evaluate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;

/** Client prefixes for the names of a recording: the name's own if it is one, else a /24 of its own. */
final class ClientNames {
    /** 10.0.0.0 in the upper half of an address. */
    private static final long FIRST = 10L << 56;

    private static final long STEP = 1L << 40;

    private ClientNames() {}

    /** Returns a prefix for each name; names in the same order get the same prefixes. */
    static List<Prefix> prefixes(List<String> names) {
        List<Optional<Prefix>> own = names.stream().map(ClientNames::parsed).toList();
        Set<Prefix> taken = new HashSet<>();
        own.forEach(prefix -> prefix.ifPresent(taken::add));
        List<Prefix> prefixes = new ArrayList<>(names.size());
        long next = FIRST;
        for (Optional<Prefix> prefix : own) {
            Prefix free = synthetic(next);
            while (prefix.isEmpty() && !taken.add(free)) {
                next += STEP;
                free = synthetic(next);
            }
            prefixes.add(prefix.orElse(free));
        }
        return prefixes;
    }

    private static Prefix synthetic(long high) {
        return new Prefix(new IpAddress(IpFamily.IPV4, high, 0), IpFamily.IPV4.leafLength());
    }

    private static Optional<Prefix> parsed(String name) {
        try {
            return Optional.of(Prefix.parse(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a name, not a prefix: it gets one
        }
    }
}
