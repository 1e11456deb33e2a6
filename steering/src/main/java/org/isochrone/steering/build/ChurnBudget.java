package org.isochrone.steering.build;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Limits how much of a zonegroup's traffic one publish moves, so that a mistake cannot send everybody somewhere else at
 * once, and no zone is flooded. What is forced always goes, and counts. Of the rest those go first that were held back
 * before, then the largest gain, until one does not fit: nobody is overtaken for being heavy. Clients that are heavier
 * than the whole budget go alone, when it is their turn and nothing else moves. Pure.
 *
 * <p>Each zonegroup has its own budget, and so the whole publish keeps the share, too: if of each zonegroup's traffic
 * t<sub>g</sub> at most s t<sub>g</sub> moves, then of all of it at most s &Sigma;t<sub>g</sub>. Many small zonegroups
 * cannot move together what one large may not.
 *
 * <p>What counts are leads. Zones that come to share the first tier of clients who stay, or leave it, are not limited:
 * that shifts traffic by weight among zones that are as good as each other.
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
        double limit = percent / 100.0 * traffic;
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

    /** Returns moves as they will go: who waited before first, then the largest gain. */
    static List<Move> inOrder(Collection<Move> moves) {
        return moves.stream().sorted(ORDER).toList();
    }

    private static boolean fits(long weight, double used, double limit) {
        return weight == 0 || used == 0 || used + weight <= limit;
    }
}
