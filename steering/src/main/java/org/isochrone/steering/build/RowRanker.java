package org.isochrone.steering.build;

import java.util.List;
import java.util.Optional;
import org.isochrone.steering.build.RankedRows.Row;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.history.MapChange.Reason;
import org.isochrone.steering.prefix.Prefix;

/** Ranks the zones of one zonegroup for one prefix after the other. For one thread. */
final class RowRanker {
    private final EstimateTable table;
    private final Candidates candidates;
    private final Hysteresis hysteresis;
    private final Tiers tiers;
    private final Shared<Held> shared;
    private final long now;

    RowRanker(Ranker.Rules rules, EstimateTable table, long now) {
        this.table = table;
        this.candidates = new Candidates(table, rules.columns());
        this.hysteresis = rules.hysteresis();
        this.tiers = rules.tiers();
        this.shared = rules.shared();
        this.now = now;
    }

    /**
     * Decides.
     *
     * @param last what is remembered of the prefix of this row
     * @param weight its traffic
     */
    Row decide(int row, Optional<Held> last, long weight) {
        candidates.see(row, last);
        List<Candidate> near = candidates.near(last, hysteresis);
        if (near.isEmpty()) {
            return Row.UNKNOWN;
        }
        Held next = shared.one(hysteresis.step(last, near, now));
        Optional<Move> move = last.filter(was -> !was.lead().equals(next.lead()))
                .map(was -> move(table.prefix(row), was, next, near, weight));
        return new Row(last, next, tiers.of(candidates, next), move);
    }

    /** Decides for a prefix whose move to the zone {@code to} has to wait. */
    Row heldBack(int row, Held last, String to) {
        candidates.see(row, Optional.of(last));
        Held next = hysteresis.heldBack(last, to, candidates.near(Optional.of(last), hysteresis), now);
        return new Row(Optional.of(last), next, tiers.of(candidates, next), Optional.empty());
    }

    private static Move move(Prefix prefix, Held was, Held next, List<Candidate> candidates, long weight) {
        Optional<Candidate> from = Hysteresis.find(candidates, was.lead());
        Candidate to = Hysteresis.find(candidates, next.lead()).orElseThrow();
        Reason reason = from.map(lead -> Hysteresis.forced(to, lead) ? Reason.UNREACHABLE : Reason.FASTER)
                .orElse(Reason.GONE);
        long gain = from.map(lead -> lead.nanos() - to.nanos()).orElse(0L);
        double error = Math.hypot(from.map(Candidate::errorNanos).orElse(0L).doubleValue(), (double) to.errorNanos());
        return new Move("", prefix, was.lead(), next.lead(), reason, gain, Math.round(error), weight, was.heldBack());
    }
}
