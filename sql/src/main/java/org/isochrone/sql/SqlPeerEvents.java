package org.isochrone.sql;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.isochrone.steering.health.PeerEvent;
import org.isochrone.steering.port.PeerEvents;

/** What befell peers, in the table {@code peer_event}. Safe for any thread. */
public final class SqlPeerEvents implements PeerEvents {
    private static final EnumColumn<PeerEvent.Kind> KIND = new EnumColumn<>(PeerEvent.Kind.class);

    private final Database database;

    /** Keeps events in {@code database}. */
    public SqlPeerEvents(Database database) {
        this.database = database;
    }

    @Override
    public void note(Collection<PeerEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        Instant now = events.iterator().next().ended();
        List<String> names = events.stream().map(PeerEvent::peer).distinct().toList();
        database.write("note what befell peers", connection -> {
            Map<String, Long> peers = database.keys().peers().of(connection, names, now);
            Rows.insert(
                    connection,
                    "INSERT INTO peer_event (began, peer_key, kind, ended, amount, story)",
                    6,
                    "ON DUPLICATE KEY UPDATE ended = VALUES(ended), amount = VALUES(amount), story = VALUES(story)",
                    events,
                    (row, event) -> row.time(event.began())
                            .number(KeyTable.get(peers, event.peer()))
                            .number(KIND.code(event.kind()))
                            .time(event.ended())
                            .number(event.amount())
                            .text(event.story()));
            return events.size();
        });
    }

    @Override
    public List<PeerEvent> since(Instant since) {
        return database.read(
                "read what befell peers",
                connection -> Rows.select(
                        connection,
                        "SELECT p.name, e.kind, e.began, e.ended, e.amount, e.story FROM peer_event e"
                                + " JOIN peer p ON p.peer_key = e.peer_key WHERE e.ended >= ?"
                                + " ORDER BY p.name, e.began, e.kind",
                        row -> row.time(SqlTime.ceiling(since)),
                        row -> new PeerEvent(
                                row.getString("name"),
                                KIND.read(row, "kind"),
                                SqlTime.read(row, "began"),
                                SqlTime.read(row, "ended"),
                                row.getLong("amount"),
                                row.getString("story"))));
    }
}
