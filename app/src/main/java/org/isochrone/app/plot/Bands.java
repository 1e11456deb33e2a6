package org.isochrone.app.plot;

import java.time.Instant;
import java.util.List;

/**
 * Quantiles over time, one panel above the other, as SmokePing made them known. Immutable.
 *
 * @param panels from top to bottom
 */
public record Bands(Frame frame, List<Panel> panels) implements Picture {
    /** What an axis spans at least, in its unit: less would make much of nothing. */
    public static final double LEAST_RANGE = 10;

    /**
     * Quantiles over time of one thing.
     *
     * @param moments in order of time
     */
    public record Panel(String name, List<Moment> moments) {
        /** Copies the list. */
        public Panel {
            moments = List.copyOf(moments);
        }
    }

    /**
     * Quantiles at one time.
     *
     * @param ranges the widest first
     * @param lossPercent how much got no reply, 0 to 100
     */
    public record Moment(Instant at, List<Range> ranges, double middle, double lossPercent) {
        /** Copies the list. */
        public Moment {
            ranges = List.copyOf(ranges);
        }
    }

    /** From one quantile to another. */
    public record Range(double low, double high) {}

    /** Copies the list. */
    public Bands {
        panels = List.copyOf(panels);
    }

    @Override
    public boolean isEmpty() {
        return panels.stream().allMatch(panel -> panel.moments().isEmpty());
    }

    /** Returns the moments of all panels, in order of time. */
    public List<Instant> moments() {
        return panels.stream()
                .flatMap(panel -> panel.moments().stream())
                .map(Moment::at)
                .sorted()
                .toList();
    }
}
