package org.isochrone.steering.build;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Limits how much of a zonegroup's traffic one publish moves, so that a mistake cannot send everybody somewhere else at
 * once, and no zone is flooded. What is forced always goes, and counts. Of the rest those go first that were held back
 * before, then the largest gain, until one does not fit: nobody is overtaken for being heavy. Pure.
 *
 * <p>Clients that are heavier than the whole budget go alone, when it is their turn and nothing else moves. They cannot
 * go bit by bit: weights hash the clients of a leaf as one, and everybody has one answer for them, so they are at one
 * zone or at the other; and if they waited until they fit, they would stay at the slower zone for ever.
 *
 * <p>Each zonegroup has its own budget, and so the whole publish keeps the share, too: if of each zonegroup's traffic
 * t<sub>g</sub> at most s t<sub>g</sub> moves, then of all of it at most s &Sigma;t<sub>g</sub>. Many small zonegroups
 * cannot move together what one large may not.
 *
 * <p>What counts are the zones that clients are given, whether because another leads their first tier or because one
 * joins it, or leaves: a {@link Move} for each prefix for which weights choose another zone then. That is the share by
 * weight, leaf by leaf, as it is answered while no zone of a first tier is down or drained. Who is down, what people
 * drain or pin, and the weights that they set take effect in answers at once, without a map, and are not limited.
 */
final class ChurnBudget {
    private static final Comparator<Move> ORDER = Comparator.comparing((Move move) -> move.heldBack() == 0)
            .thenComparing(Comparator.comparingLong(Move::gainNanos).reversed())
            .thenComparing(Move::prefix);

    private final int percent;

    /** Lets at most {@code percent} of the traffic move at once. */
    ChurnBudget(int percent) {
        this.percent = percent;
    }

    /**
     * Chooses who has to wait.
     *
     * @param moves everybody of one zonegroup who is to move
     * @param traffic of the zonegroup, questions
     */
    List<Move> heldBack(List<Move> moves, long traffic) {
        double limit = limit(traffic);
        double used = 0;
        List<Move> free = new ArrayList<>();
        for (Move move : moves) {
            if (move.forced()) {
                used += move.traffic();
            } else {
                free.add(move);
            }
        }
        free.sort(ORDER);
        int gone = 0;
        while (gone < free.size() && fits(free.get(gone).traffic(), used, limit)) {
            used += free.get(gone++).traffic();
        }
        return List.copyOf(free.subList(gone, free.size()));
    }

    /** Returns those who go of their own accord although they alone are more than the budget: one, or nobody. */
    List<Move> alone(Collection<Move> gone, long traffic) {
        return gone.stream()
                .filter(move -> !move.forced() && move.traffic() > limit(traffic))
                .toList();
    }

    private double limit(long traffic) {
        return percent / 100.0 * traffic;
    }

    /** Returns moves as they will go: who waited before first, then the largest gain. */
    static List<Move> inOrder(Collection<Move> moves) {
        return moves.stream().sorted(ORDER).toList();
    }

    private static boolean fits(long weight, double used, double limit) {
        return weight == 0 || used == 0 || used + weight <= limit;
    }
}
