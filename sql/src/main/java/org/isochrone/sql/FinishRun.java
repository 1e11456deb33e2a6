package org.isochrone.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.discovery.KnownTarget;
import org.isochrone.steering.discovery.TargetLife;
import org.isochrone.steering.discovery.ZoneSight;
import org.isochrone.steering.plan.Outcome;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.GeoPoint;

/** Gives claims of one peer back, inside one transaction; the rows of targets are locked while they are judged. */
final class FinishRun {
    private static final int MAX_REASON = 255;

    private final Connection connection;
    private final Keys keys;
    private final TargetLife life;
    private Map<Prefix, Long> prefixes = Map.of();
    private Map<String, Long> zones = Map.of();

    private record Numbered(long target, Outcome outcome) {}

    private record Sighting(long target, String zone) {}

    FinishRun(Connection connection, Keys keys, TargetLife life) {
        this.connection = connection;
        this.keys = keys;
        this.life = life;
    }

    int run(String peer, Collection<Outcome> outcomes) throws SQLException {
        Instant oldest = outcomes.stream()
                .map(Outcome::at)
                .min(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        prefixes = keys.prefixes()
                .of(
                        connection,
                        outcomes.stream()
                                .map(each -> each.claim().pair().prefix())
                                .toList(),
                        oldest);
        zones = keys.zones()
                .of(
                        connection,
                        outcomes.stream().map(each -> each.claim().zone()).toList(),
                        oldest);
        BurstLocks.giveBack(connection, outcomes);
        judge(outcomes);
        long peerKey = keys.peers().of(connection, peer, oldest);
        List<Outcome> inOrder = outcomes.stream()
                .sorted(Comparator.comparingLong(
                        each -> KeyTable.get(prefixes, each.claim().pair().prefix())))
                .toList();
        return Rows.updateEach(
                connection,
                "UPDATE probe_pair SET due_at = ?, due = ?, holder = NULL"
                        + " WHERE zone_key = ? AND prefix_key = ? AND holder = ?",
                inOrder,
                (row, each) -> row.time(each.nextAt())
                        .number(PairRow.DUE.code(each.nextDue()))
                        .number(KeyTable.get(zones, each.claim().zone()))
                        .number(KeyTable.get(prefixes, each.claim().pair().prefix()))
                        .number(peerKey));
    }

    private void judge(Collection<Outcome> outcomes) throws SQLException {
        Map<Target, Long> numbers = new HashMap<>();
        TargetRows.ofPrefixes(connection, prefixes)
                .values()
                .forEach(rows -> rows.forEach(row -> numbers.put(row.known().target(), row.key())));
        List<Numbered> telling = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            Optional.ofNullable(numbers.get(outcome.claim().target()))
                    .ifPresent(key -> telling.add(new Numbered(key, outcome)));
        }
        List<Long> wanted = telling.stream().map(Numbered::target).toList();
        Map<Long, TargetRows> rows = TargetRows.locked(connection, wanted, prefixes);
        Map<Long, Map<String, ZoneSight>> sights = sights(wanted);
        Map<Prefix, GeoPoint> places = places();
        Map<Long, KnownTarget> judged = new TreeMap<>();
        Map<Sighting, ZoneSight> seen = new LinkedHashMap<>();
        for (Numbered each : telling) {
            TargetRows row = rows.get(each.target());
            if (row == null) {
                continue;
            }
            Outcome outcome = each.outcome();
            String zone = outcome.claim().zone();
            Map<String, ZoneSight> ofTarget = sights.computeIfAbsent(each.target(), key -> new HashMap<>());
            ZoneSight now = ofTarget.getOrDefault(zone, ZoneSight.NOTHING).with(outcome.finding(), outcome.at());
            ofTarget.put(zone, now);
            seen.put(new Sighting(each.target(), zone), now);
            KnownTarget before = judged.getOrDefault(each.target(), row.known());
            Optional<GeoPoint> place =
                    Optional.ofNullable(places.get(before.target().prefix()));
            judged.put(each.target(), life.after(before, outcome.finding(), outcome.at(), place, ofTarget));
        }
        writeTargets(judged);
        writeSights(seen);
    }

    private Map<Long, Map<String, ZoneSight>> sights(Collection<Long> targets) throws SQLException {
        Map<Long, Map<String, ZoneSight>> sights = new HashMap<>();
        Rows.selectIn(
                connection,
                "SELECT s.target_key, z.zone_id, s.rtt_min_ns, s.answered_at, s.lost_at FROM target_zone s"
                        + " JOIN zone z ON z.zone_key = s.zone_key WHERE s.target_key IN",
                "",
                targets,
                Parameters::number,
                row -> sights.computeIfAbsent(row.getLong("target_key"), key -> new HashMap<>())
                                .put(row.getString("zone_id"), sight(row))
                        == null);
        return sights;
    }

    /** JDBC reads NULL as 0, which says that there was no answer. */
    private static ZoneSight sight(ResultSet row) throws SQLException {
        return new ZoneSight(
                row.getLong("rtt_min_ns"), TargetRows.time(row, "answered_at"), TargetRows.time(row, "lost_at"));
    }

    private Map<Prefix, GeoPoint> places() throws SQLException {
        Map<Prefix, GeoPoint> places = new HashMap<>();
        Rows.selectIn(
                connection,
                "SELECT network, length, latitude, longitude FROM client_prefix WHERE prefix_key IN",
                "",
                prefixes.values(),
                Parameters::number,
                row -> {
                    Prefix prefix = Place.prefix(row);
                    Place.read(row).ifPresent(place -> places.put(prefix, place));
                    return prefix;
                });
        return places;
    }

    private void writeTargets(Map<Long, KnownTarget> judged) throws SQLException {
        Rows.updateEach(
                connection,
                "UPDATE target SET standing = ?, failures = ?, next_try = ?, last_answer = ?, reason = ?"
                        + " WHERE target_key = ?",
                judged.entrySet(),
                (row, entry) -> {
                    KnownTarget known = entry.getValue();
                    row.number(TargetRows.STANDING.code(known.standing()))
                            .number(known.failures())
                            .time(known.nextTry())
                            .time(known.lastAnswer())
                            .text(known.reason()
                                    .substring(
                                            0,
                                            Math.min(MAX_REASON, known.reason().length())))
                            .number(entry.getKey());
                });
    }

    private void writeSights(Map<Sighting, ZoneSight> seen) throws SQLException {
        Rows.insert(
                connection,
                "INSERT INTO target_zone (target_key, zone_key, rtt_min_ns, answered_at, lost_at)",
                5,
                "ON DUPLICATE KEY UPDATE rtt_min_ns = VALUES(rtt_min_ns), answered_at = VALUES(answered_at),"
                        + " lost_at = VALUES(lost_at)",
                seen.entrySet(),
                (row, entry) -> row.number(entry.getKey().target())
                        .number(KeyTable.get(zones, entry.getKey().zone()))
                        .numberOrNull(
                                entry.getValue().minNanos(), entry.getValue().minNanos() == 0)
                        .time(entry.getValue().answeredAt())
                        .time(entry.getValue().lostAt()));
    }
}
