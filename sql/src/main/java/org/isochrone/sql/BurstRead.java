package org.isochrone.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.isochrone.steering.burst.Arrivals;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ReadMark;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reading of bursts, all of it in one snapshot of the database: names, bursts and what has arrived belong together.
 *
 * <p>It streams, a day at a time, since inside one partition the primary key gives the order for nothing. Names are
 * read first, so that the server joins nothing. Of the bursts behind a mark, only the times that their batches span are
 * read, and all that comes after its end. For one thread, once.
 */
final class BurstRead {
    private static final Logger LOG = LoggerFactory.getLogger(BurstRead.class);
    private static final Duration DAY = Duration.ofDays(1);

    private final Connection connection;
    private final ReadMark mark;
    private final BurstSorter sorter;
    private final Map<Long, String> peers = new HashMap<>();
    private final Map<String, Long> newest = new HashMap<>();

    /** A stretch of time, the end not in it. */
    private record Span(Instant from, Instant to) {}

    private BurstRead(Connection connection, ReadMark mark, Consumer<Burst> sink) {
        this.connection = connection;
        this.mark = mark;
        this.sorter = new BurstSorter(sink);
    }

    /**
     * Hands over the bursts of a window that lie behind {@code mark}, and returns what has arrived by now.
     *
     * @param connection one that is given back to the pool afterwards
     */
    static Arrivals run(Connection connection, ReadMark mark, Instant from, Instant to, Consumer<Burst> sink)
            throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        return new BurstRead(connection, mark, sink).run(new Span(SqlTime.ceiling(from), SqlTime.ceiling(to)));
    }

    private Arrivals run(Span window) throws SQLException {
        Rows.stream(connection, "SELECT peer_key, name, last_batch FROM peer", _ -> {}, row -> {
            peers.put(row.getLong(1), row.getString(2));
            if (row.getLong(3) > 0) {
                newest.put(row.getString(2), row.getLong(3));
            }
        });
        List<Span> spans = mark.arrived().newest().isEmpty() ? List.of(window) : unseen(window);
        if (!spans.isEmpty()) {
            BurstDecoder decoder = BurstDecoder.read(connection, peers);
            for (Span span : spans) {
                days(decoder, span);
            }
            if (decoder.nameless() > 0) {
                LOG.warn("passed over {} bursts whose client prefixes are forgotten", decoder.nameless());
            }
        }
        sorter.flush();
        return new Arrivals(newest);
    }

    /** Returns the parts of {@code window} in which bursts lie that are behind the mark, in order, apart. */
    private List<Span> unseen(Span window) throws SQLException {
        List<Span> spans = new ArrayList<>();
        spans.add(new Span(SqlTime.ceiling(mark.until()), window.to()));
        for (Map.Entry<Long, String> peer : peers.entrySet()) {
            long seen = mark.arrived().of(peer.getValue());
            long last = newest.getOrDefault(peer.getValue(), 0L);
            if (last > seen) {
                List<Span> batches = Rows.select(
                        connection,
                        "SELECT first_at, last_at FROM burst_batch WHERE peer_key = ? AND batch > ?",
                        row -> row.number(peer.getKey()).number(seen),
                        row -> new Span(
                                SqlTime.read(row, "first_at"),
                                SqlTime.read(row, "last_at").plus(1, ChronoUnit.MICROS)));
                if (batches.size() < last - seen) {
                    // Some are so old that nobody knows any more when their bursts were measured.
                    return List.of(window);
                }
                spans.addAll(batches);
            }
        }
        return merged(spans, window);
    }

    private static List<Span> merged(List<Span> spans, Span window) {
        spans.sort(Comparator.comparing(Span::from));
        List<Span> merged = new ArrayList<>();
        for (Span span : spans) {
            Span cut = new Span(max(span.from(), window.from()), min(span.to(), window.to()));
            if (!cut.from().isBefore(cut.to())) {
                continue;
            }
            if (!merged.isEmpty() && !cut.from().isAfter(merged.getLast().to())) {
                Span before = merged.removeLast();
                merged.add(new Span(before.from(), max(before.to(), cut.to())));
            } else {
                merged.add(cut);
            }
        }
        return merged;
    }

    private void days(BurstDecoder decoder, Span span) throws SQLException {
        String unseen = behindMark();
        for (Optional<Instant> next = first(span); next.isPresent(); ) {
            Instant end = min(next.get().truncatedTo(ChronoUnit.DAYS).plus(DAY), span.to());
            Instant start = next.get();
            Rows.stream(
                    connection,
                    BurstDecoder.SELECT + " FROM burst WHERE at >= ? AND at < ?" + unseen
                            + " ORDER BY at, peer_key, peer_sequence",
                    row -> {
                        row.time(start).time(end);
                        if (!unseen.isEmpty()) {
                            row.time(SqlTime.ceiling(mark.until()));
                        }
                    },
                    row -> decoder.decode(row, sorter));
            next = first(new Span(end, span.to()));
        }
    }

    /**
     * Returns a condition that leaves out what was seen, with the mark's end as parameter; or nothing if nothing was.
     */
    private String behindMark() {
        StringBuilder cases = new StringBuilder();
        peers.forEach((key, name) -> {
            if (mark.arrived().of(name) > 0) {
                cases.append(" WHEN ")
                        .append(key)
                        .append(" THEN ")
                        .append(mark.arrived().of(name));
            }
        });
        return cases.isEmpty() ? "" : " AND (at >= ? OR batch > CASE peer_key" + cases + " ELSE 0 END)";
    }

    private Optional<Instant> first(Span span) throws SQLException {
        return Rows.select(
                        connection,
                        "SELECT at FROM burst WHERE at >= ? AND at < ? ORDER BY at LIMIT 1",
                        row -> row.time(span.from()).time(span.to()),
                        row -> SqlTime.read(row, "at"))
                .stream()
                .findFirst();
    }

    private static Instant min(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant max(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
