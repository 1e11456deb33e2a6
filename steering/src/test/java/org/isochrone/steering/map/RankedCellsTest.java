package org.isochrone.steering.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every ranking with every length, those that have places of their own and those that have none. */
class RankedCellsTest {
    private static final int RANKINGS = 2010;

    @Test
    void eachRankingAndLengthIsItself() {
        List<Ranking> rankings = IntStream.range(0, RANKINGS)
                .mapToObj(i -> new Ranking(List.of(List.of("zone" + i))))
                .toList();
        RankedCells cells = new RankedCells(rankings);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < RANKINGS; i++) {
                for (int length = 0; length <= 128; length++) {
                    assertEquals(Optional.of(new RankedCell(rankings.get(i), length)), cells.get(i, length));
                }
            }
        }
    }

    @Test
    void aCellIsGivenOutAgain() {
        Ranking ranking = new Ranking(List.of(List.of("zone")));
        RankedCells cells = new RankedCells(List.of(ranking));
        assertSame(cells.get(0, 128).orElseThrow(), cells.get(0, 128).orElseThrow());
    }
}
