package org.isochrone.steering.map;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Cells that were given out, to be given out again, so that a look-up hardly ever allocates. There are as many as
 * rankings times lengths; one that falls on the place of another takes it. Safe for any thread: cells are immutable,
 * and all that a race may cost is one more object.
 */
final class RankedCells {
    /** Lengths of one ranking that have places of their own, as a power of two: clients' cells differ by less. */
    private static final int LENGTHS_SHIFT = 4;

    private static final int LENGTHS = 1 << LENGTHS_SHIFT;
    private static final int MOST_RANKINGS = 512;

    private final List<Ranking> rankings;
    private final AtomicReferenceArray<Optional<RankedCell>> cells;
    private final int mask;

    /** For cells with these rankings. */
    RankedCells(List<Ranking> rankings) {
        this.rankings = List.copyOf(rankings);
        int places = Integer.highestOneBit(Math.clamp(2L * rankings.size() - 1, 1, MOST_RANKINGS)) << LENGTHS_SHIFT;
        cells = new AtomicReferenceArray<>(places);
        for (int i = 0; i < places; i++) {
            cells.setPlain(i, Optional.empty());
        }
        mask = places - 1;
    }

    /** Returns the cell of this length with the ranking of that number. */
    Optional<RankedCell> get(int ranking, int length) {
        int place = ((ranking << LENGTHS_SHIFT) | (length & (LENGTHS - 1))) & mask;
        Optional<RankedCell> known = cells.getPlain(place);
        Ranking wanted = rankings.get(ranking);
        if (known.isPresent()
                && known.get().length() == length
                && known.get().ranking().equals(wanted)) {
            return known;
        }
        Optional<RankedCell> made = Optional.of(new RankedCell(wanted, length));
        cells.setRelease(place, made);
        return made;
    }

    Ranking ranking(int number) {
        return rankings.get(number);
    }
}
