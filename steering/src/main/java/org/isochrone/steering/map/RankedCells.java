package org.isochrone.steering.map;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.isochrone.steering.prefix.IpFamily;

/**
 * Cells that were given out, to be given out again, so that a look-up hardly ever allocates: each ranking has a place
 * for each length, so that what is found there needs no second look. Rankings beyond the first two thousand have none.
 * Safe for any thread: cells are immutable, and all that a race may cost is one more object.
 */
final class RankedCells {
    /** The lengths of a cell: those of an IPv6 prefix. */
    private static final int LENGTHS = IpFamily.IPV6.bits() + 1;

    private static final int MOST_RANKINGS = 2000;

    private final List<Ranking> rankings;
    private final AtomicReferenceArray<Optional<RankedCell>> cells;

    /** For cells with these rankings. */
    RankedCells(List<Ranking> rankings) {
        this.rankings = List.copyOf(rankings);
        cells = new AtomicReferenceArray<>(LENGTHS * Math.min(MOST_RANKINGS, rankings.size()));
        for (int i = 0; i < cells.length(); i++) {
            cells.setPlain(i, Optional.empty());
        }
    }

    /** Returns the cell of this length with the ranking of that number. */
    Optional<RankedCell> get(int ranking, int length) {
        int place = ranking * LENGTHS + length;
        if (ranking >= MOST_RANKINGS) {
            return Optional.of(new RankedCell(rankings.get(ranking), length));
        }
        Optional<RankedCell> known = cells.getPlain(place);
        if (known.isPresent()) {
            return known;
        }
        Optional<RankedCell> made = Optional.of(new RankedCell(rankings.get(ranking), length));
        cells.setRelease(place, made);
        return made;
    }

    Ranking ranking(int number) {
        return rankings.get(number);
    }
}
