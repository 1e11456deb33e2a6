package org.isochrone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.discovery.Candidate;
import org.isochrone.steering.discovery.Finding;
import org.isochrone.steering.discovery.KnownTarget;
import org.isochrone.steering.discovery.LightRules;
import org.isochrone.steering.discovery.TargetChoice;
import org.isochrone.steering.discovery.TargetLife;
import org.isochrone.steering.discovery.TargetSource;
import org.isochrone.steering.plan.Claim;
import org.isochrone.steering.plan.ClaimRequest;
import org.isochrone.steering.plan.Outcome;
import org.isochrone.steering.plan.PlannedPair;
import org.isochrone.steering.plan.Reason;
import org.isochrone.steering.port.ProbeWork;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is deleted of targets and pairs, and what is not. */
class StaleProbesTest {
    private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
    private static final Prefix PREFIX = Prefix.parse("8.0.0.0/24");
    private static final TargetLife LIFE = new TargetLife(new LightRules(Map.of()));
    private static final TargetChoice CHOICE =
            new TargetChoice(Set.of(ProbeMethod.ICMP), false, TargetChoice.LEAST_LEAF_PAUSE);
    private static final PlannedPair PAIR = new PlannedPair(PREFIX, Reason.NEAR, Duration.ofMinutes(15), 1, 0, 0);

    private final Database database = TestDatabase.migrated();
    private final SqlTargetStore targets = new SqlTargetStore(database, InstantSource.fixed(T0));
    private final SqlProbeWork work = new SqlProbeWork(database);

    @AfterEach
    void close() {
        database.close();
    }

    private static Candidate candidate(int host, TargetSource source) {
        IpAddress address = IpAddress.parse("8.0.0." + host);
        return new Candidate(new Target(PREFIX, address, ProbeMethod.ICMP, 0), source);
    }

    private Claim claim(String zone, Instant now) {
        return work.claim(new ClaimRequest("p", zone, CHOICE, 10, now, now, Duration.ofMinutes(5)))
                .getFirst();
    }

    private long rows(String table) {
        return database.read(
                        "count",
                        connection -> Rows.select(
                                connection, "SELECT COUNT(*) FROM " + table, row -> {}, row -> row.getLong(1)))
                .getFirst();
    }

    @Test
    void pairsOfZonesThatAreGone() {
        targets.offer(List.of(candidate(1, TargetSource.HITLIST)));
        work.plan("gone", List.of(PAIR), T0);
        work.plan("here", List.of(PAIR), T0.plusSeconds(1));
        Instant now = T0.plus(ProbeWork.PLAN_LIFE);
        assertEquals(1, new StaleProbes(database).delete(now));
        assertEquals(1, rows("probe_pair"));
        assertEquals(1, rows("probe_plan"));
        assertEquals(0, new StaleProbes(database).delete(now));
    }

    @Test
    void targetsThatAreHopelessWithWhatIsKnownOfThem() {
        targets.offer(List.of(candidate(1, TargetSource.HITLIST), candidate(2, TargetSource.IMPORTED)));
        work.plan("here", List.of(PAIR), T0);
        Claim claim = claim("here", T0);
        Claim vouched = claim("here", T0.plus(Duration.ofMinutes(6)));
        assertEquals(IpAddress.parse("8.0.0.1"), claim.target().address());
        assertEquals(IpAddress.parse("8.0.0.2"), vouched.target().address());
        for (int losses = 1; losses < TargetLife.HOPELESS; losses++) {
            work.finish("p", List.of(lost(claim, T0), lost(vouched, T0)), LIFE);
        }
        assertEquals(0, new StaleProbes(database).delete(T0));
        work.finish("p", List.of(lost(claim, T0), lost(vouched, T0)), LIFE);
        assertEquals(1, new StaleProbes(database).delete(T0), "whom a person names stays");
        assertEquals(
                List.of(IpAddress.parse("8.0.0.2")),
                targets.known(PREFIX).stream()
                        .map(KnownTarget::target)
                        .map(Target::address)
                        .toList());
        work.plan("here", List.of(PAIR), T0.plus(Duration.ofDays(2)));
        assertEquals(
                3,
                new StaleProbes(database).delete(T0.plus(Duration.ofHours(49))),
                "what a zone saw of both, and when the address of nobody was probed");
        assertEquals(1, rows("probed_leaf"), "a target is in it");
        assertEquals(1, rows("probed_address"));
        assertEquals(0, rows("target_zone"));
    }

    @Test
    void whenNetworksWereProbedThatNoTargetIsIn() {
        targets.offer(List.of(candidate(1, TargetSource.HITLIST)));
        for (String network : List.of("X'08000100'", "X'08000200'", "X'08000000000000000000000000000000'")) {
            execute("INSERT INTO probed_leaf (network, last_burst) VALUES (" + network + ", '2026-03-01 12:00:00')");
        }
        execute("UPDATE probed_leaf SET last_burst = '2026-03-03 00:00:00' WHERE network = X'08000200'");
        assertEquals(0, new StaleProbes(database).delete(T0.plus(Duration.ofHours(24))), "a day is over at its end");
        assertEquals(2, new StaleProbes(database).delete(T0.plus(Duration.ofHours(25))));
        assertEquals(
                List.of("08000000", "08000200"),
                database.read(
                        "look",
                        connection -> Rows.select(
                                connection,
                                "SELECT HEX(network) FROM probed_leaf ORDER BY network",
                                row -> {},
                                row -> row.getString(1))));
    }

    private void execute(String sql) {
        database.write("prepare the test", connection -> Rows.update(connection, sql, row -> {}));
    }

    private static Outcome lost(Claim claim, Instant at) {
        return new Outcome(claim, new Finding.Lost(), at);
    }
}
