package org.isochrone.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.health.HealthState;

/** Writes a batch of health observations inside one transaction. For one thread. */
final class HealthWriter {
    /** How a state is stored. */
    static final EnumColumn<HealthState> STATE = new EnumColumn<>(HealthState.class);

    private final Keys keys;
    private final Connection connection;

    private record Subject(long zone, String endpoint, long peer) {}

    private record Known(HealthState state, Instant seenAt) {}

    private record Line(Subject subject, HealthObservation seen) {}

    HealthWriter(Keys keys, Connection connection) {
        this.keys = keys;
        this.connection = connection;
    }

    /** Keeps what is newer than what is known, and a line of history for each change; returns how many changes. */
    int write(Collection<HealthObservation> observations) throws SQLException {
        Instant now = observations.iterator().next().seenAt();
        Map<String, Long> zones = keys.zones()
                .of(
                        connection,
                        observations.stream().map(HealthObservation::zone).toList(),
                        now);
        Map<String, Long> peers = keys.peers()
                .of(
                        connection,
                        observations.stream().map(HealthObservation::peer).toList(),
                        now);
        Map<Subject, Known> known = known(peers.values());
        Map<Subject, Line> newest = new HashMap<>();
        List<Line> changes = new ArrayList<>();
        List<HealthObservation> inTime = observations.stream()
                .sorted(Comparator.comparing(HealthObservation::seenAt))
                .toList();
        for (HealthObservation seen : inTime) {
            Subject subject =
                    new Subject(KeyTable.get(zones, seen.zone()), seen.endpoint(), KeyTable.get(peers, seen.peer()));
            Known before = known.get(subject);
            Instant seenAt = SqlTime.ceiling(seen.seenAt());
            if (before != null && before.seenAt().isAfter(seenAt)) {
                continue;
            }
            Line line = new Line(subject, seen);
            HealthState state = seen.state();
            if (before == null || before.state() != state) {
                changes.add(line);
            }
            known.put(subject, new Known(state, seenAt));
            newest.put(subject, line);
        }
        insert("health_change", "", changes, false);
        insert(
                "health",
                "ON DUPLICATE KEY UPDATE state = VALUES(state), reason = VALUES(reason), since = VALUES(since),"
                        + " seen_at = VALUES(seen_at)",
                newest.values(),
                true);
        return changes.size();
    }

    private Map<Subject, Known> known(Collection<Long> peers) throws SQLException {
        Map<Subject, Known> known = new HashMap<>();
        Rows.selectIn(
                connection,
                "SELECT zone_key, endpoint, peer_key, state, seen_at FROM health WHERE peer_key IN",
                "FOR UPDATE",
                peers,
                Parameters::number,
                row -> known.put(
                        new Subject(row.getLong("zone_key"), row.getString("endpoint"), row.getLong("peer_key")),
                        new Known(STATE.read(row, "state"), SqlTime.read(row, "seen_at"))));
        return known;
    }

    private void insert(String table, String tail, Collection<Line> lines, boolean withSeenAt) throws SQLException {
        Rows.insert(
                connection,
                "INSERT INTO " + table + " (zone_key, endpoint, peer_key, state, reason, since"
                        + (withSeenAt ? ", seen_at)" : ")"),
                withSeenAt ? 7 : 6,
                tail,
                lines,
                (row, line) -> {
                    row.number(line.subject().zone())
                            .text(line.subject().endpoint())
                            .number(line.subject().peer())
                            .number(STATE.code(line.seen().state()))
                            .text(line.seen().reason())
                            .time(line.seen().since());
                    if (withSeenAt) {
                        row.time(line.seen().seenAt());
                    }
                });
    }
}
