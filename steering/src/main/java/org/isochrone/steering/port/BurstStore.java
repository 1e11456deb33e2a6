package org.isochrone.steering.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.isochrone.steering.burst.Arrivals;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ReadMark;

/** Keeps what was measured. */
public interface BurstStore {
    /**
     * Keeps bursts of one peer, and the client prefix of each where it is new, in one transaction. A burst whose (peer,
     * sequence) is kept already is passed over, so that a batch may be sent again after an unclear commit. Whoever
     * sends a burst again must send it with the same moment.
     *
     * @return how many were new
     */
    int append(String peer, List<NumberedBurst> bursts);

    /**
     * Returns when that burst was measured which has the smallest number in the first batch that this peer ever sent,
     * though it may be kept no more.
     */
    Optional<Instant> first(String peer);

    /**
     * Hands every burst with {@code from <= at < to} to {@code sink}, ordered by time then prefix then zone, streaming.
     *
     * @return what has arrived by now, which a later {@link #scanUnseen} goes on from
     */
    default Arrivals scan(Instant from, Instant to, Consumer<Burst> sink) {
        return scanUnseen(ReadMark.NONE, from, to, sink);
    }

    /**
     * Hands over, of the bursts that {@link #scan} would hand over, those that lie behind a mark: measured at or after
     * its end, or arrived since, however late, and however little else must be read for it.
     *
     * @return what has arrived by now
     */
    Arrivals scanUnseen(ReadMark mark, Instant from, Instant to, Consumer<Burst> sink);
}
