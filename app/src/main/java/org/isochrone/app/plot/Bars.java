package org.isochrone.app.plot;

import java.util.List;

/**
 * A bar for each thing, or several side by side. Immutable.
 *
 * @param stacked whether what is told of a thing adds up to one bar
 * @param things from top to bottom
 * @param series what is told of each thing
 */
public record Bars(Frame frame, boolean stacked, List<String> things, List<Series> series) implements Picture {
    /**
     * The same number of each thing.
     *
     * @param values as many as there are things; NaN where nothing is known
     */
    public record Series(String name, List<Double> values) {
        /** Copies the list. */
        public Series {
            values = List.copyOf(values);
        }
    }

    /** Copies the lists. */
    public Bars {
        things = List.copyOf(things);
        series = List.copyOf(series);
    }

    @Override
    public boolean isEmpty() {
        return things.isEmpty();
    }
}
