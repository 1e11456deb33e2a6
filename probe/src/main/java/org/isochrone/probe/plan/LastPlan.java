package org.isochrone.probe.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.isochrone.steering.discovery.Finding;
import org.isochrone.steering.plan.Claim;
import org.isochrone.steering.plan.Outcome;
import org.isochrone.steering.prefix.Prefix;

/**
 * What this peer measured lately, so that it goes on with that while the store is away: its own share of its zone's
 * pairs, which the other peers of the zone do not have in theirs unless they measured them, too. Time is monotonic. Not
 * safe for several threads.
 */
final class LastPlan {
    /** Prefixes that are kept at most. */
    static final int MOST = 200_000;

    /** What somebody else has taken over meanwhile is not measured here any longer. */
    private static final int INTERVALS = 2;

    private static final Duration LEAST_LIFE = Duration.ofMinutes(30);

    // The one that was measured longest ago comes first.
    private final SequencedMap<Prefix, Kept> kept = new LinkedHashMap<>();

    private record Kept(Claim claim, long lastNanos) {}

    boolean isEmpty() {
        return kept.isEmpty();
    }

    int size() {
        return kept.size();
    }

    /** Notes what was measured at {@code nowNanos}. */
    void remember(List<Outcome> outcomes, long nowNanos) {
        for (Outcome outcome : outcomes) {
            Claim claim = outcome.claim();
            Prefix prefix = claim.pair().prefix();
            kept.remove(prefix);
            boolean worthwhile = outcome.measured() && !(outcome.finding() instanceof Finding.Refused);
            if (worthwhile) {
                keep(claim, nowNanos);
            }
        }
    }

    /** Returns what is due at {@code nowNanos}, at most {@code most}; it counts as measured then. */
    List<Claim> due(int most, long nowNanos) {
        List<Claim> due = new ArrayList<>();
        Iterator<Map.Entry<Prefix, Kept>> entries = kept.entrySet().iterator();
        while (entries.hasNext() && due.size() < most) {
            Kept entry = entries.next().getValue();
            Claim claim = entry.claim();
            long age = nowNanos - entry.lastNanos();
            long interval =
                    Math.max(claim.pair().interval().toNanos(), claim.share().toNanos());
            if (age > Math.max(LEAST_LIFE.toNanos(), INTERVALS * interval)) {
                entries.remove();
            } else if (age >= interval) {
                due.add(claim.again());
            }
        }
        due.forEach(claim -> keep(claim, nowNanos));
        return due;
    }

    /** Puts it last; beyond the bound the one goes that was measured longest ago. */
    private void keep(Claim claim, long nowNanos) {
        kept.putLast(claim.pair().prefix(), new Kept(claim, nowNanos));
        if (kept.size() > MOST) {
            kept.pollFirstEntry();
        }
    }
}
