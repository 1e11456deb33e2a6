package org.isochrone.app.plot;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * States over time, one row a thing. Immutable.
 *
 * @param rows from top to bottom
 * @param states in the order of the legend
 * @param spans in any order
 */
public record Spans(Frame frame, List<String> rows, List<String> states, List<Span> spans) implements Picture {
    /**
     * A state from a moment to another.
     *
     * @param row from 0
     * @param state from 0
     */
    public record Span(int row, int state, Instant from, Instant to) {}

    /** Copies the lists. */
    public Spans {
        rows = List.copyOf(rows);
        states = List.copyOf(states);
        spans = List.copyOf(spans);
    }

    @Override
    public boolean isEmpty() {
        return spans.isEmpty();
    }

    /** Returns when the first begins. */
    public Instant begin() {
        return spans.stream().map(Span::from).min(Comparator.naturalOrder()).orElse(Instant.EPOCH);
    }

    /** Returns when the last ends. */
    public Instant end() {
        return spans.stream().map(Span::to).max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
    }
}
