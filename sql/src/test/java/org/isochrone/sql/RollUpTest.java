package org.isochrone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.prefix.Prefix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RollUpTest {
    private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant AFTER = T0.plus(Duration.ofDays(9));
    private static final Prefix PREFIX = Prefix.parse("192.0.2.0/24");
    private static final Prefix OTHER = Prefix.parse("2001:db8:7::/48");

    private final Database database = TestDatabase.migrated();
    private final SqlBurstStore store = new SqlBurstStore(database);
    private final RollUp rollUp = new RollUp(database);
    private long sequence;

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anHourIsRolledUpOnceItHasEnded() {
        append("p", single(T0, 5), loss(T0.plusSeconds(1)));
        append("q", single(T0.plusSeconds(3600), 9));
        assertEquals(0, rollUp.run(T0.plusSeconds(3599)));
        assertEquals(1, rollUp.run(T0.plusSeconds(3600)));
        assertEquals(List.of("2026-03-01 12:00:00 0 2 1 4 1 5 5 5"), prefixHours());
        assertEquals(1, rollUp.run(AFTER));
        assertEquals(
                List.of("2026-03-01 12:00:00 0 2 1 4 1 5 5 5", "2026-03-01 13:00:00 0 1 0 1 1 9 9 9"), prefixHours());
        assertEquals(0, rollUp.run(AFTER));
    }

    @Test
    void burstsThatComeLateAreFoldedIn() {
        append("p", single(T0, 5));
        rollUp.run(AFTER);
        append("q", single(T0.plusSeconds(7), 3), single(T0.plus(Duration.ofDays(2)), 4));
        assertEquals(2, rollUp.run(AFTER), "two hours of two days, and none between them");
        assertEquals(
                List.of("2026-03-01 12:00:00 0 2 0 2 2 3 3 5", "2026-03-03 12:00:00 0 1 0 1 1 4 4 4"), prefixHours());
        assertEquals(
                List.of("p 1 0", "q 1 0", "q 1 0"),
                texts("SELECT CONCAT_WS(' ', p.name, h.bursts, h.lost) FROM peer_hour h JOIN peer p"
                        + " ON p.peer_key = h.peer_key ORDER BY p.name, h.hour"));
    }

    @Test
    void realConnectionsStandApart() {
        append("p", single(T0, 5), Burst.single(PREFIX, "ams", T0, ProbeMethod.PASSIVE, 3));
        rollUp.run(AFTER);
        assertEquals(
                List.of("2026-03-01 12:00:00 0 1 0 1 1 5 5 5", "2026-03-01 12:00:00 1 1 0 1 1 3 3 3"), prefixHours());
    }

    @Test
    void countriesAreThoseOfToday() {
        append("p", single(T0, 5), Burst.single(OTHER, "ams", T0, ProbeMethod.TCP, 7));
        rollUp.run(AFTER);
        assertEquals(List.of(" 2 2"), countries());
        new SqlClientStore(database, InstantSource.fixed(T0))
                .addClients(List.of(new ClientPrefix(PREFIX, 0, "NL", Optional.empty())));
        append("p", single(T0, 6));
        rollUp.run(AFTER);
        assertEquals(List.of(" 1 1", "NL 1 2"), countries());
    }

    private List<String> countries() {
        return texts("SELECT CONCAT_WS(' ', country, prefixes, bursts) FROM country_hour ORDER BY country");
    }

    /** What the columns and the views say, against every burst sorted. */
    @Test
    void quantilesAreWithinTheStatedErrorInColumnsAndInSql() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long[] rtts = new long[3000];
        List<Burst> bursts = new ArrayList<>();
        for (int i = 0; i < rtts.length; i++) {
            rtts[i] = (long) Math.exp(16 + 2 * random.nextGaussian());
            bursts.add(single(T0.plusMillis(i), rtts[i]));
        }
        append("p", bursts.toArray(Burst[]::new));
        rollUp.run(AFTER);
        Arrays.sort(rtts);
        String sql = "SELECT MIN(rtt_ns) FROM (SELECT rtt_ns, SUM(bursts) OVER (ORDER BY bucket) AS upto FROM %s) s"
                + " WHERE upto >= 1500";
        for (String found : List.of(
                texts("SELECT rtt_p50_ns FROM burst_hour").getFirst(),
                texts("SELECT rtt_p50_ns FROM country_hour").getFirst(),
                texts(sql.formatted("burst_hour_sketch")).getFirst(),
                texts(sql.formatted("country_hour_sketch")).getFirst())) {
            assertTrue(
                    Math.abs(Long.parseLong(found) - rtts[1499]) <= rtts[1499] * Sketch.RELATIVE_ERROR,
                    found + " for " + rtts[1499] + ", seed " + seed);
        }
    }

    @Test
    void theBucketsOfSqlAreThoseOfTheProgram() {
        List<String> expected = new ArrayList<>();
        for (int bucket = 0; bucket < Sketch.BUCKETS; bucket++) {
            expected.add(bucket + " " + Sketch.middle(bucket));
        }
        assertEquals(expected, texts("SELECT CONCAT(bucket, ' ', rtt_ns) FROM sketch_bucket ORDER BY bucket"));
        List<String> bounds = texts("SELECT bucket FROM sketch_bucket ORDER BY bucket");
        assertEquals(bounds, buckets("from_ns"));
        assertEquals(bounds, buckets("to_ns"));
    }

    private List<String> buckets(String column) {
        return texts("SELECT " + column + " FROM sketch_bucket ORDER BY bucket").stream()
                .map(nanos -> String.valueOf(Sketch.bucket(Long.parseLong(nanos))))
                .toList();
    }

    private void append(String peer, Burst... bursts) {
        List<NumberedBurst> batch = new ArrayList<>();
        for (Burst burst : bursts) {
            batch.add(new NumberedBurst(++sequence, burst));
        }
        store.append(peer, batch);
    }

    private static Burst single(Instant at, long rtt) {
        return Burst.single(PREFIX, "ams", at, ProbeMethod.TCP, rtt);
    }

    private static Burst loss(Instant at) {
        return Burst.loss(PREFIX, "ams", at, ProbeMethod.TCP, 3);
    }

    private List<String> prefixHours() {
        return texts("SELECT CONCAT_WS(' ', hour, passive, bursts, lost, sent, received, rtt_min_ns, rtt_p50_ns,"
                + " rtt_p90_ns) FROM burst_hour ORDER BY hour, prefix_key, passive");
    }

    private List<String> texts(String sql) {
        return database.read(
                "read the test's tables", connection -> Rows.select(connection, sql, _ -> {}, row -> row.getString(1)));
    }
}
