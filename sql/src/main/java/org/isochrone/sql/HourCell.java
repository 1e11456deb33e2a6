package org.isochrone.sql;

import java.sql.SQLException;
import java.util.Optional;

/**
 * What a roll-up says of a group of bursts. Takes memory for a sketch only once a burst got a reply. Not safe for
 * several threads.
 */
final class HourCell {
    private long bursts;
    private long lost;
    private long sent;
    private long received;
    private long smallest = Long.MAX_VALUE;
    private Optional<Sketch> sketch = Optional.empty();

    /** Adds a burst. */
    void add(HourBurst burst) {
        bursts++;
        sent += burst.sent();
        received += burst.received();
        if (burst.received() == 0) {
            lost++;
            return;
        }
        if (sketch.isEmpty()) {
            sketch = Optional.of(new Sketch());
        }
        sketch.get().add(burst.rttNanos());
        smallest = Math.min(smallest, burst.rttNanos());
    }

    /** Sets four columns: bursts, lost, sent, received. */
    void counts(Parameters row) throws SQLException {
        row.number(bursts).number(lost).number(sent).number(received);
    }

    /** Sets the smallest RTT, the quantiles and the sketch: all NULL where nothing came back. */
    void rtts(Parameters row, double... shares) throws SQLException {
        boolean none = sketch.isEmpty();
        row.numberOrNull(smallest, none);
        for (double share : shares) {
            row.numberOrNull(none ? 0 : quantile(share), none);
        }
        row.bytes(sketch.map(Sketch::encode));
    }

    /** A bucket may reach below the smallest RTT, of which the exact value is known. */
    private long quantile(double share) {
        return Math.max(smallest, sketch.orElseThrow().quantile(share));
    }
}
