package org.isochrone.steering.decision;

import java.util.List;
import java.util.Optional;
import org.isochrone.steering.override.HumanOverride;
import org.isochrone.steering.override.HumanOverride.Kind;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.Zone;

/**
 * The overrides as clients see them, and how far around a client that view is the same. Immutable. A client's address
 * is given by its parts; an override is told by its place in the list, -1 for none.
 */
final class OverrideView {
    private final List<HumanOverride> all;

    /** As nearly always: then there is nothing to go through, which costs more than to look here. */
    private final boolean none;

    OverrideView(List<HumanOverride> all) {
        this.all = all;
        this.none = all.isEmpty();
    }

    HumanOverride get(int place) {
        return all.get(place);
    }

    /** Returns the drain of a zone that concerns this client, the most specific of several. */
    int drain(Zone zone, IpFamily family, long high, long low) {
        if (none) {
            return -1;
        }
        int best = -1;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).zone().equals(zone.id()) && moreSpecific(i, best, Kind.DRAIN, family, high, low)) {
                best = i;
            }
        }
        return best;
    }

    /** Returns the most specific pin of this client to one of {@code usable}. */
    int pin(Decider usable, IpFamily family, long high, long low) {
        if (none) {
            return -1;
        }
        int best = -1;
        for (int i = 0; i < all.size(); i++) {
            if (moreSpecific(i, best, Kind.PIN, family, high, low)
                    && usable.usable(usable.place(all.get(i).zone()), family, high, low)) {
                best = i;
            }
        }
        return best;
    }

    private boolean moreSpecific(int place, int than, Kind kind, IpFamily family, long high, long low) {
        HumanOverride override = all.get(place);
        return override.kind() == kind
                && (override.prefix().isEmpty() || override.prefix().get().contains(family, high, low))
                && (than < 0 || length(override) > length(all.get(than)));
    }

    private static int length(HumanOverride override) {
        return override.prefix().isEmpty() ? -1 : override.prefix().get().length();
    }

    /** Returns the length of the largest prefix around the client that no override's prefix cuts. */
    int depth(IpFamily family, long high, long low) {
        if (none) {
            return 0;
        }
        int depth = 0;
        for (int i = 0; i < all.size(); i++) {
            Optional<Prefix> prefix = all.get(i).prefix();
            if (prefix.isPresent() && prefix.get().family() == family) {
                depth = Math.max(
                        depth, Math.min(prefix.get().length(), prefix.get().common(high, low) + 1));
            }
        }
        return depth;
    }
}
