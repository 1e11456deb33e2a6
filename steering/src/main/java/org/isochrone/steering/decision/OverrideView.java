package org.isochrone.steering.decision;

import java.util.List;
import java.util.Optional;
import org.isochrone.steering.override.HumanOverride;
import org.isochrone.steering.override.HumanOverride.Kind;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.Zone;

/** The overrides as one client sees them, and how far around the client that view is the same. */
final class OverrideView {
    private final List<HumanOverride> all;
    private final IpAddress client;

    OverrideView(List<HumanOverride> all, IpAddress client) {
        this.all = all;
        this.client = client;
    }

    /** Returns the drain of a zone that concerns this client. */
    Optional<HumanOverride> drain(Zone zone) {
        return longest(Kind.DRAIN, List.of(zone));
    }

    /** Returns the most specific pin of this client to one of {@code usable}. */
    Optional<HumanOverride> pin(List<Zone> usable) {
        return longest(Kind.PIN, usable);
    }

    private Optional<HumanOverride> longest(Kind kind, List<Zone> zones) {
        HumanOverride best = null;
        for (HumanOverride override : all) {
            if (override.kind() == kind
                    && override.prefix().map(prefix -> prefix.contains(client)).orElse(true)
                    && zones.stream().anyMatch(zone -> zone.id().equals(override.zone()))
                    && (best == null || length(override) > length(best))) {
                best = override;
            }
        }
        return Optional.ofNullable(best);
    }

    private static int length(HumanOverride override) {
        return override.prefix().map(Prefix::length).orElse(-1);
    }

    /** Returns the length of the largest prefix around the client that no override's prefix cuts. */
    int depth() {
        int depth = 0;
        for (HumanOverride override : all) {
            Optional<Prefix> prefix = override.prefix().filter(p -> p.family() == client.family());
            if (prefix.isPresent()) {
                depth = Math.max(depth, uniformDepth(prefix.get()));
            }
        }
        return depth;
    }

    private int uniformDepth(Prefix prefix) {
        for (int bit = 0; bit < prefix.length(); bit++) {
            if (prefix.network().bit(bit) != client.bit(bit)) {
                return bit + 1;
            }
        }
        return prefix.length();
    }
}
