package org.isochrone.steering.build;

import java.util.List;
import java.util.Optional;
import org.isochrone.steering.build.RankedRows.Row;
import org.isochrone.steering.decision.TierChoice;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.history.MapChange.Reason;
import org.isochrone.steering.prefix.Prefix;

/** Ranks the zones of one zonegroup for one prefix after the other. For one thread. */
final class RowRanker {
    private final EstimateTable table;
    private final Candidates candidates;
    private final Hysteresis hysteresis;
    private final Tiers tiers;
    private final TierChoice choice;
    private final Shared<Held> shared;
    private final long now;

    RowRanker(Ranker.Rules rules, EstimateTable table, long now) {
        this.table = table;
        this.candidates = new Candidates(table, rules.columns());
        this.hysteresis = rules.hysteresis();
        this.tiers = rules.tiers();
        this.choice = rules.choice();
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
        Optional<Move> move =
                last.filter(was -> !was.sameTier(next)).flatMap(was -> move(table.prefix(row), was, next, weight));
        return new Row(last, next, tiers.of(candidates, next), move);
    }

    /** Decides for a prefix whose move has to wait. */
    Row heldBack(int row, Held last) {
        candidates.see(row, Optional.of(last));
        List<Candidate> near = candidates.near(Optional.of(last), hysteresis);
        Held decided = hysteresis.step(Optional.of(last), near, now);
        Held next = hysteresis.heldBack(last, decided, candidates.staying(last.tier()), near, now);
        return new Row(Optional.of(last), next, tiers.of(candidates, next), Optional.empty());
    }

    private Optional<Move> move(Prefix prefix, Held was, Held next, long weight) {
        String from = choice.of(was.tier(), prefix);
        String to = choice.of(next.tier(), prefix);
        if (from.equals(to)) {
            return Optional.empty();
        }
        Optional<Candidate> left = candidates.get(from);
        Candidate taken = candidates.get(to).orElseThrow();
        Reason reason = left.map(zone -> reason(zone, taken, next)).orElse(Reason.GONE);
        long gain = left.map(zone -> zone.nanos() - taken.nanos()).orElse(0L);
        double error =
                Math.hypot(left.map(Candidate::errorNanos).orElse(0L).doubleValue(), (double) taken.errorNanos());
        return Optional.of(new Move("", prefix, from, to, reason, gain, Math.round(error), weight, was.heldBack()));
    }

    private static Reason reason(Candidate left, Candidate taken, Held next) {
        if (Hysteresis.forced(taken, left)) {
            return Reason.UNREACHABLE;
        }
        return next.tier().contains(left.zone()) ? Reason.TIED : Reason.FASTER;
    }
}
