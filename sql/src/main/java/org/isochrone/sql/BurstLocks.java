package org.isochrone.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.isochrone.steering.discovery.TargetChoice;
import org.isochrone.steering.plan.Lease;
import org.isochrone.steering.plan.Outcome;
import org.isochrone.steering.prefix.IpAddress;

/**
 * When addresses and leaves were last probed, in the tables {@code probed_address} and {@code probed_leaf}, locked by
 * whoever hands out bursts to them. Everybody locks addresses before leaves, and each in order.
 */
final class BurstLocks {
    private final Connection connection;
    private final TargetChoice choice;
    private final Instant now;
    private final Map<IpAddress, Instant> addresses;
    private final Map<IpAddress, Instant> leaves;

    private BurstLocks(
            Connection connection,
            TargetChoice choice,
            Instant now,
            Map<IpAddress, Instant> addresses,
            Map<IpAddress, Instant> leaves) {
        this.connection = connection;
        this.choice = choice;
        this.now = now;
        this.addresses = addresses;
        this.leaves = leaves;
    }

    /** Locks what nobody else has locked of {@code wanted} and of their leaves; waits for nobody. */
    static BurstLocks lock(Connection connection, TargetChoice choice, Instant now, Collection<IpAddress> wanted)
            throws SQLException {
        TreeSet<IpAddress> leaves = new TreeSet<>();
        wanted.stream().filter(choice::paused).map(BurstLocks::leaf).forEach(leaves::add);
        return new BurstLocks(
                connection,
                choice,
                now,
                lock(connection, "SELECT address, last_burst FROM probed_address WHERE address IN", wanted),
                lock(connection, "SELECT network, last_burst FROM probed_leaf WHERE network IN", leaves));
    }

    private static IpAddress leaf(IpAddress address) {
        return address.leaf().network();
    }

    private static Map<IpAddress, Instant> lock(Connection connection, String head, Collection<IpAddress> wanted)
            throws SQLException {
        Map<IpAddress, Instant> locked = new HashMap<>();
        Rows.selectIn(
                connection,
                head,
                "FOR UPDATE SKIP LOCKED",
                new TreeSet<>(wanted),
                (row, address) -> row.bytes(address.toBytes()),
                row -> locked.put(IpAddress.ofBytes(row.getBytes(1)), lastBurst(row)) == null);
        return locked;
    }

    private static Instant lastBurst(ResultSet row) throws SQLException {
        return TargetRows.time(row, "last_burst").orElse(Instant.EPOCH);
    }

    /** Takes the turn of {@code address} and of its leaf; empty if somebody else has, or was faster. */
    Optional<Instant> take(IpAddress address) {
        Optional<Instant> last = Optional.ofNullable(addresses.get(address));
        if (!choice.paused(address)) {
            return last.map(_ -> now);
        }
        boolean rested = last.filter(at ->
                        at.equals(Instant.EPOCH) || !at.plus(TargetChoice.PAUSE).isAfter(now))
                .isPresent();
        Optional<Instant> turn = Optional.ofNullable(leaves.get(leaf(address)))
                .map(at -> choice.turn(address, at, now))
                .filter(at -> rested && !at.isAfter(now.plus(TargetChoice.AHEAD)));
        // One address may stand in several client prefixes, and several of them in one leaf.
        turn.ifPresent(_ -> {
            addresses.remove(address);
            leaves.remove(leaf(address));
        });
        return turn;
    }

    /** Notes what was taken. */
    void write(Map<IpAddress, Lease> taken, Instant until) throws SQLException {
        Rows.updateIn(
                connection,
                "UPDATE probed_address SET last_burst = ? WHERE address IN",
                row -> row.time(until),
                new TreeSet<>(taken.keySet()),
                (row, address) -> row.bytes(address.toBytes()));
        Map<IpAddress, Instant> turns = new TreeMap<>();
        taken.forEach((address, lease) -> {
            if (choice.paused(address)) {
                turns.put(leaf(address), lease.from());
            }
        });
        Rows.insert(
                connection,
                "INSERT INTO probed_leaf (network, last_burst)",
                2,
                "ON DUPLICATE KEY UPDATE last_burst = VALUES(last_burst)",
                turns.entrySet(),
                (row, turn) -> row.bytes(turn.getKey().toBytes()).time(turn.getValue()));
    }

    /**
     * Lets the pauses begin with the last of {@code outcomes}, unless a lease ended before and somebody else has the
     * address.
     */
    static void giveBack(Connection connection, Collection<Outcome> outcomes) throws SQLException {
        Instant last = outcomes.stream()
                .map(Outcome::at)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        Map<Instant, TreeSet<IpAddress>> leases = new TreeMap<>();
        outcomes.forEach(each -> leases.computeIfAbsent(each.claim().lease().until(), until -> new TreeSet<>())
                .add(each.claim().target().address()));
        TreeSet<IpAddress> leaves = new TreeSet<>();
        for (Map.Entry<Instant, TreeSet<IpAddress>> lease : leases.entrySet()) {
            Rows.updateIn(
                    connection,
                    "UPDATE probed_address SET last_burst = ? WHERE last_burst = ? AND address IN",
                    row -> row.time(last).time(lease.getKey()),
                    lease.getValue(),
                    (row, address) -> row.bytes(address.toBytes()));
            lease.getValue().forEach(address -> leaves.add(leaf(address)));
        }
        Rows.updateIn(
                connection,
                "UPDATE probed_leaf SET last_burst = GREATEST(last_burst, ?) WHERE network IN",
                row -> row.time(last),
                leaves,
                (row, leaf) -> row.bytes(leaf.toBytes()));
    }

    /** Adds what is not there, so that it can be locked. */
    static void add(Connection connection, Collection<IpAddress> addresses) throws SQLException {
        TreeSet<IpAddress> leaves = new TreeSet<>();
        addresses.forEach(address -> leaves.add(leaf(address)));
        insert(connection, "INSERT INTO probed_address (address)", new TreeSet<>(addresses));
        insert(connection, "INSERT INTO probed_leaf (network)", leaves);
    }

    private static void insert(Connection connection, String head, Collection<IpAddress> rows) throws SQLException {
        Rows.insert(
                connection,
                head,
                1,
                "ON DUPLICATE KEY UPDATE last_burst = last_burst",
                List.copyOf(rows),
                (row, address) -> row.bytes(address.toBytes()));
    }
}
