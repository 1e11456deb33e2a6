package org.isochrone.steering.build;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.isochrone.steering.estimate.EstimateTable;

/**
 * When a client is moved from the zone it has to the one that looks best now.
 *
 * <ul>
 *   <li>The zone is gone or does not reply to the client any more: at once.
 *   <li>Else the gain must be above the margin in time <em>and</em> in percent, found by a number of builds in a row
 *       that each had a newer burst to judge from, and the client must have dwelt where it is. One is enough by
 *       default, since the estimate itself follows a rise only when bursts have confirmed it; but a zone that was
 *       measured once only is not moved to, and stands in nobody's way. The gain must also be sure:
 *       {@value #SIGNIFICANCE} standard error of the difference, divided by the number of builds that found it, so that
 *       a doubtful gain is taken when it stays. A first choice, that rests on a burst or two, is no better than chance,
 *       and has to earn the margin: it grows from that of a tie to the whole with the first
 *       {@value EstimateTable#ENOUGH_BURSTS} bursts, of two measured zones. Who was moved too often lately stays, see
 *       {@link Damping}.
 * </ul>
 *
 * Zones as fast as the first share its tier, and leave it again only when they are slower by the margin, so that ties
 * do not flap either; one that was measured once only joins it only where the first was, too. A pure function of
 * (memory, candidates, time).
 */
final class Hysteresis {
    /** Standard errors of the difference that a gain must exceed if only one build has found it. */
    static final double SIGNIFICANCE = 1.0;

    private final SteeringConfig config;

    Hysteresis(SteeringConfig config) {
        this.config = config;
    }

    /**
     * Decides which zone leads.
     *
     * @param candidates every zone of which something is known, best first, never empty
     * @param now seconds since 1970
     * @return what to remember
     */
    Held step(Optional<Held> before, List<Candidate> candidates, long now) {
        Candidate best = candidates.getFirst();
        Optional<Candidate> lead = before.flatMap(held -> find(candidates, held.lead()));
        if (before.isEmpty() || lead.isEmpty() || forced(best, lead.get())) {
            return moved(before, best, candidates, List.of(), now);
        }
        Held held = before.get();
        Optional<Candidate> proven = proven(candidates, lead.get());
        if (proven.isEmpty()) {
            return new Held(
                    held.lead(), ties(lead.get(), candidates, held.ties()), held.since(), 0, 0, held.instability(), 0);
        }
        Held agreed = agreed(held, proven.get(), lead.get(), candidates, now);
        boolean dwelt = now - held.since() >= config.dwell().toSeconds();
        double error = Math.hypot(
                (double) lead.get().errorNanos(), (double) proven.get().errorNanos());
        long gain = lead.get().nanos() - proven.get().nanos();
        boolean sure = agreed.confirmations() >= config.confirmations()
                && gain * agreed.confirmations() > SIGNIFICANCE * error;
        return dwelt && sure && !Damping.frozen(held, now)
                ? moved(before, proven.get(), candidates, held.ties(), now)
                : agreed;
    }

    /** Returns how much slower than its lead a zone may be, nanoseconds, and still have a say in what is decided. */
    long reach(long leadNanos) {
        return Math.max(config.tieMargin().toNanos(), margin(leadNanos));
    }

    /**
     * Returns what to remember if what {@link #step} decided has to wait for its share of the churn budget: the client
     * keeps its first tier.
     *
     * @param held where the client is
     * @param decided what was decided
     * @param staying the zones of its tier that it can stay at, best first, one at least
     */
    Held heldBack(Held held, Held decided, List<String> staying, List<Candidate> candidates, long now) {
        boolean stays = staying.contains(held.lead());
        String lead = stays ? held.lead() : staying.getFirst();
        Held next = decided;
        if (stays && !decided.lead().equals(lead)) {
            Candidate best = find(candidates, decided.lead()).orElseThrow();
            next = agreed(held, best, find(candidates, lead).orElseThrow(), candidates, now);
        }
        return new Held(
                lead,
                staying.stream().filter(zone -> !zone.equals(lead)).sorted().toList(),
                stays ? held.since() : now,
                next.confirmations(),
                next.evidence(),
                held.instability(),
                held.heldBack() == 0 ? now : held.heldBack());
    }

    /** Tells whether a client cannot stay: its zone does not reply, and another does. */
    static boolean forced(Candidate best, Candidate lead) {
        return best.reachable() && !lead.reachable();
    }

    /** The fastest zone that is worth moving to, of those that more than one burst speaks for. */
    private Optional<Candidate> proven(List<Candidate> candidates, Candidate lead) {
        return candidates.stream()
                .filter(other -> other.proven()
                        && other.nanos() < lead.nanos() - margin(lead, other)
                        && other.reachable() == lead.reachable())
                .findFirst();
    }

    /** What to remember when one more build found {@code best} worth moving to. */
    private Held agreed(Held held, Candidate best, Candidate lead, List<Candidate> candidates, long now) {
        long evidence = evidence(best, lead, now);
        boolean news = held.confirmations() == 0 || evidence > held.evidence();
        return new Held(
                held.lead(),
                ties(lead, candidates, held.ties()),
                held.since(),
                held.confirmations() + (news ? 1 : 0),
                news ? evidence : held.evidence(),
                held.instability(),
                held.heldBack());
    }

    private Held moved(Optional<Held> before, Candidate to, List<Candidate> candidates, List<String> ties, long now) {
        boolean other = before.filter(held -> !held.lead().equals(to.zone())).isPresent();
        int instability = other ? Damping.afterMove(before.get(), now) : 0;
        return new Held(to.zone(), ties(to, candidates, ties), now, 0, 0, instability, 0);
    }

    /** The larger of the margins in time and in percent, for a zone of {@code nanos}. */
    private long margin(long nanos) {
        return Math.max(config.switchMargin().toNanos(), nanos / 100 * config.switchMarginPercent());
    }

    /** The margin between two zones, which is smaller where the client's own was measured a few times only. */
    private long margin(Candidate lead, Candidate other) {
        long full = margin(lead.nanos());
        if (lead.bursts() == 0 || other.bursts() == 0 || lead.bursts() >= EstimateTable.ENOUGH_BURSTS) {
            return full;
        }
        long earned = full * (lead.bursts() - 1) / (EstimateTable.ENOUGH_BURSTS - 1);
        return Math.max(config.tieMargin().toNanos(), earned);
    }

    private static long evidence(Candidate best, Candidate lead, long now) {
        long newest = Math.max(best.newest(), lead.newest());
        return newest == 0 ? now : newest;
    }

    /** Zones that join the tier of {@code lead} because they are as fast, or stay because they are not much slower. */
    private List<String> ties(Candidate lead, List<Candidate> candidates, List<String> before) {
        List<String> ties = new ArrayList<>();
        for (Candidate other : candidates) {
            long slower = Math.abs(other.nanos() - lead.nanos());
            boolean tied = (slower <= config.tieMargin().toNanos() && (other.proven() || !lead.proven()))
                    || (slower <= margin(lead.nanos()) && before.contains(other.zone()));
            if (tied && other.reachable() == lead.reachable() && !other.zone().equals(lead.zone())) {
                ties.add(other.zone());
            }
        }
        ties.sort(Comparator.naturalOrder());
        return ties;
    }

    /** Returns the candidate of that id. */
    static Optional<Candidate> find(List<Candidate> candidates, String zone) {
        for (Candidate candidate : candidates) {
            if (candidate.zone().equals(zone)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
