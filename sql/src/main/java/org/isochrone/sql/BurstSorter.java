package org.isochrone.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.isochrone.steering.burst.Burst;

/**
 * Puts bursts that come in order of time into order of prefix and zone within each moment. Call {@link #flush} after
 * the last one. For one thread.
 */
final class BurstSorter implements Consumer<BurstRow> {
    private final Consumer<Burst> sink;
    private final List<BurstRow> moment = new ArrayList<>();

    BurstSorter(Consumer<Burst> sink) {
        this.sink = sink;
    }

    @Override
    public void accept(BurstRow row) {
        if (!moment.isEmpty() && !moment.getFirst().at().equals(row.at())) {
            flush();
        }
        moment.add(row);
    }

    /** Hands over what is left. */
    void flush() {
        moment.sort(BurstRow.WITHIN_MOMENT);
        moment.forEach(row -> sink.accept(row.burst()));
        moment.clear();
    }
}
