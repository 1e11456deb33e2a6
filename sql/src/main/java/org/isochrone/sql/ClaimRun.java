package org.isochrone.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.isochrone.steering.discovery.KnownTarget;
import org.isochrone.steering.discovery.TargetChoice;
import org.isochrone.steering.plan.Claim;
import org.isochrone.steering.plan.ClaimRequest;
import org.isochrone.steering.plan.Due;
import org.isochrone.steering.plan.Lease;
import org.isochrone.steering.port.ProbeWork;
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
    private final Map<Long, Prefix> prefixes = new HashMap<>();

    /**
     * What came of it.
     *
     * @param claims what the caller may do
     * @param full whether as many pairs were due as were asked for, so that there may be more
     * @param contended whether somebody else was faster with an address, so that it is worth asking again at once
     */
    record Result(List<Claim> claims, boolean full, boolean contended) {}

    private record Chosen(PairRow row, TargetChoice.Chosen who, long targets) {
        IpAddress address() {
            return who.known().target().address();
        }
    }

    private record Granted(Chosen chosen, Lease lease) {}

    ClaimRun(Connection connection, Keys keys, ClaimRequest request) {
        this.connection = connection;
        this.keys = keys;
        this.request = request;
    }

    /** Takes what is due. */
    Result take() throws SQLException {
        long zone = keys.zones().of(connection, request.zone(), request.now());
        List<PairRow> due = due(zone, 0, "FOR UPDATE SKIP LOCKED");
        Map<Long, Instant> later = new TreeMap<>();
        List<Chosen> chosen = choose(due, later);
        BurstLocks locks = BurstLocks.lock(
                connection,
                request.choice(),
                request.now(),
                chosen.stream().map(Chosen::address).toList());
        Instant until = request.now().plus(request.lease());
        List<Granted> granted = new ArrayList<>();
        for (Chosen each : chosen) {
            locks.take(each.address()).ifPresent(turn -> granted.add(new Granted(each, new Lease(turn, until))));
        }
        if (!granted.isEmpty()) {
            Map<IpAddress, Lease> taken = new TreeMap<>();
            granted.forEach(each -> taken.put(each.chosen().address(), each.lease()));
            locks.write(taken, until);
        }
        write(zone, granted, until, later);
        return new Result(claims(granted), due.size() == request.most(), granted.size() < chosen.size());
    }

    /** Returns what would be taken, and takes nothing. */
    List<Claim> preview() throws SQLException {
        long zone = keys.zones().of(connection, request.zone(), request.now());
        Instant until = request.now().plus(request.lease());
        List<Granted> wanted = new ArrayList<>();
        List<PairRow> due = due(zone, 0, "");
        for (int from = 0; !due.isEmpty() && wanted.size() < request.most(); due = due(zone, from, "")) {
            from += due.size();
            choose(due, new HashMap<>())
                    .forEach(each -> wanted.add(new Granted(
                            each, new Lease(request.choice().turn(each.who().known(), request.now()), until))));
        }
        return claims(wanted.stream().limit(request.most()).toList());
    }

    /** Index and limit keep the server from looking at, and locking, more rows than are wanted. */
    private List<PairRow> due(long zone, int from, String lock) throws SQLException {
        return Rows.select(
                connection,
                PairRow.COLUMNS + "FORCE INDEX (probe_pair_due) WHERE zone_key = ? AND due_at <= ?"
                        + " ORDER BY zone_key, due_at LIMIT ?, ? " + lock,
                row -> row.number(zone).time(request.dueBy()).number(from).number(request.most()),
                PairRow::read);
    }

    /** Chooses a target for each pair; those without one are noted in {@code later}, with the time to look again. */
    private List<Chosen> choose(List<PairRow> due, Map<Long, Instant> later) throws SQLException {
        Map<Prefix, List<TargetRows>> targets = TargetRows.ofPrefixes(connection, prefixes(due));
        List<Chosen> chosen = new ArrayList<>();
        for (PairRow row : due) {
            Prefix prefix = Optional.ofNullable(prefixes.get(row.prefixKey())).orElseThrow();
            List<KnownTarget> all = targets.getOrDefault(prefix, List.of()).stream()
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
        return chosen;
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

    private List<Claim> claims(Collection<Granted> granted) throws SQLException {
        Map<Long, Long> zones = zones(
                granted.stream().map(each -> each.chosen().row().prefixKey()).toList());
        return granted.stream().map(each -> claim(each, zones)).toList();
    }

    private Claim claim(Granted granted, Map<Long, Long> zones) {
        PairRow row = granted.chosen().row();
        TargetChoice.Chosen who = granted.chosen().who();
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
                        granted.chosen().targets()),
                granted.lease());
    }

    /** Returns how many zones measure each prefix, not counting those for whom nobody plans any more. */
    private Map<Long, Long> zones(Collection<Long> prefixKeys) throws SQLException {
        Map<Long, Long> zones = new HashMap<>();
        Rows.selectIn(
                connection,
                "SELECT p.prefix_key, COUNT(*) AS zones FROM probe_plan l JOIN probe_pair p ON p.zone_key = l.zone_key"
                        + " WHERE l.planned_at > ? AND p.prefix_key IN",
                "GROUP BY p.prefix_key",
                row -> row.time(request.now().minus(ProbeWork.PLAN_LIFE)),
                prefixKeys,
                Parameters::number,
                row -> zones.merge(row.getLong("prefix_key"), row.getLong("zones"), Long::sum));
        return zones;
    }

    private void write(long zone, List<Granted> granted, Instant until, Map<Long, Instant> later) throws SQLException {
        long peer = keys.peers().of(connection, request.peer(), request.now());
        Rows.updateIn(
                connection,
                "UPDATE probe_pair SET due_at = ?, due = ?, holder = ? WHERE zone_key = ? AND prefix_key IN",
                row -> row.time(until)
                        .number(PairRow.DUE.code(Due.AGAIN))
                        .number(peer)
                        .number(zone),
                granted.stream()
                        .map(each -> each.chosen().row().prefixKey())
                        .sorted()
                        .toList(),
                Parameters::number);
        Rows.updateEach(
                connection,
                "UPDATE probe_pair SET due_at = ?, holder = NULL WHERE zone_key = ? AND prefix_key = ?",
                later.entrySet(),
                (row, entry) -> row.time(entry.getValue()).number(zone).number(entry.getKey()));
    }
}
