package org.isochrone.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.isochrone.steering.discovery.KnownTarget;
import org.isochrone.steering.discovery.TargetChoice;
import org.isochrone.steering.plan.Claim;
import org.isochrone.steering.plan.ClaimRequest;
import org.isochrone.steering.plan.Due;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;

/**
 * One claim, inside one transaction: the pairs that are due and that nobody else is claiming at this moment are locked,
 * targets are chosen, and the addresses chosen are locked and looked at once more, because peers of other zones choose
 * the same ones. Nothing here waits for a lock.
 */
final class ClaimRun {
    private final Connection connection;
    private final Keys keys;
    private final ClaimRequest request;
    private final boolean take;
    private final Map<Long, Prefix> prefixes = new HashMap<>();
    private boolean contended;

    private record Chosen(PairRow row, TargetChoice.Chosen who, long targets) {}

    /** Claims on {@code connection}, or only looks where {@code take} is false. */
    ClaimRun(Connection connection, Keys keys, ClaimRequest request, boolean take) {
        this.connection = connection;
        this.keys = keys;
        this.request = request;
        this.take = take;
    }

    /** Tells whether somebody else was faster with an address, so that it is worth asking again at once. */
    boolean contended() {
        return contended;
    }

    List<Claim> run() throws SQLException {
        long zone = keys.zones().of(connection, request.zone(), request.now());
        // Index and limit keep the server from looking at, and locking, more rows than are wanted.
        List<PairRow> due = Rows.select(
                connection,
                PairRow.COLUMNS + "FORCE INDEX (probe_pair_due) WHERE zone_key = ? AND due_at <= ?"
                        + " ORDER BY zone_key, due_at LIMIT ?" + (take ? " FOR UPDATE SKIP LOCKED" : ""),
                row -> row.number(zone).time(request.dueBy()).number(request.most()),
                PairRow::read);
        if (due.isEmpty()) {
            return List.of();
        }
        Map<Prefix, Long> byPrefix = prefixes(due);
        Map<Prefix, List<TargetRows>> targets = TargetRows.ofPrefixes(connection, byPrefix);
        List<Chosen> chosen = new ArrayList<>();
        Map<Long, Instant> later = new TreeMap<>();
        for (PairRow row : due) {
            List<KnownTarget> all =
                    targets
                            .getOrDefault(
                                    Optional.ofNullable(prefixes.get(row.prefixKey()))
                                            .orElseThrow(),
                                    List.of())
                            .stream()
                            .map(TargetRows::known)
                            .toList();
            request.choice()
                    .choose(all, request.now())
                    .ifPresentOrElse(
                            who -> chosen.add(
                                    new Chosen(row, who, request.choice().inUse(all))),
                            () -> later.put(
                                    row.prefixKey(), request.choice().lookAgain(all, request.now(), row.interval())));
        }
        List<Chosen> granted = take ? granted(chosen) : chosen;
        if (take) {
            write(zone, granted, later);
        }
        Map<Long, Long> zones = zones(granted);
        return granted.stream().map(each -> claim(each, zones)).toList();
    }

    private Claim claim(Chosen chosen, Map<Long, Long> zones) {
        PairRow row = chosen.row();
        TargetChoice.Chosen who = chosen.who();
        return new Claim(
                request.zone(),
                row.pair(prefixes),
                who.known().target(),
                who.use(),
                row.due(),
                row.dueAt(),
                Claim.share(
                        request.choice(),
                        who.known().target(),
                        zones.getOrDefault(row.prefixKey(), 1L),
                        chosen.targets()));
    }

    private Map<Prefix, Long> prefixes(List<PairRow> due) throws SQLException {
        Map<Prefix, Long> byPrefix = new HashMap<>();
        Rows.selectIn(
                connection,
                "SELECT prefix_key, network, length FROM client_prefix WHERE prefix_key IN",
                "",
                due.stream().map(PairRow::prefixKey).toList(),
                Parameters::number,
                row -> {
                    prefixes.put(row.getLong("prefix_key"), Place.prefix(row));
                    return byPrefix.put(Place.prefix(row), row.getLong("prefix_key")) == null;
                });
        return byPrefix;
    }

    /** Locks the addresses chosen, and leaves out those that somebody else has or had meanwhile. */
    private List<Chosen> granted(List<Chosen> chosen) throws SQLException {
        Map<IpAddress, Instant> seen = new TreeMap<>();
        chosen.forEach(each -> seen.put(
                each.who().known().target().address(), each.who().known().lastBurst()));
        Set<IpAddress> ours = new HashSet<>();
        Rows.selectIn(
                connection,
                "SELECT address, last_burst FROM probed_address WHERE address IN",
                "FOR UPDATE SKIP LOCKED",
                seen.keySet(),
                (row, address) -> row.bytes(address.toBytes()),
                row -> {
                    IpAddress address = IpAddress.ofBytes(row.getBytes("address"));
                    Instant last = TargetRows.time(row, "last_burst").orElse(Instant.EPOCH);
                    boolean free = !request.choice().paused(address)
                            || last.equals(Instant.EPOCH)
                            || !last.plus(TargetChoice.PAUSE).isAfter(request.now());
                    return free && ours.add(address);
                });
        List<Chosen> granted = new ArrayList<>();
        Set<IpAddress> taken = new HashSet<>();
        for (Chosen each : chosen) {
            IpAddress address = each.who().known().target().address();
            // One address may stand in several client prefixes.
            if (ours.contains(address)
                    && (taken.add(address) || !request.choice().paused(address))) {
                granted.add(each);
            } else {
                contended = true;
            }
        }
        return granted;
    }

    private Map<Long, Long> zones(Collection<Chosen> chosen) throws SQLException {
        Map<Long, Long> zones = new HashMap<>();
        Rows.selectIn(
                connection,
                "SELECT prefix_key, COUNT(*) AS zones FROM probe_pair WHERE prefix_key IN",
                "GROUP BY prefix_key",
                chosen.stream().map(each -> each.row().prefixKey()).toList(),
                Parameters::number,
                row -> zones.merge(row.getLong("prefix_key"), row.getLong("zones"), Long::sum));
        return zones;
    }

    private void write(long zone, List<Chosen> granted, Map<Long, Instant> later) throws SQLException {
        long peer = keys.peers().of(connection, request.peer(), request.now());
        Rows.updateIn(
                connection,
                "UPDATE probe_pair SET due_at = ?, due = ?, holder = ? WHERE zone_key = ? AND prefix_key IN",
                row -> row.time(request.now().plus(request.lease()))
                        .number(PairRow.DUE.code(Due.AGAIN))
                        .number(peer)
                        .number(zone),
                granted.stream().map(each -> each.row().prefixKey()).sorted().toList(),
                Parameters::number);
        Rows.updateIn(
                connection,
                "UPDATE probed_address SET last_burst = ? WHERE address IN",
                row -> row.time(request.now()),
                granted.stream()
                        .map(each -> each.who().known().target().address())
                        .sorted()
                        .toList(),
                (row, address) -> row.bytes(address.toBytes()));
        Rows.updateEach(
                connection,
                "UPDATE probe_pair SET due_at = ?, holder = NULL WHERE zone_key = ? AND prefix_key = ?",
                later.entrySet(),
                (row, entry) -> row.time(entry.getValue()).number(zone).number(entry.getKey()));
    }
}
