package org.isochrone.sql.report;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.isochrone.sql.Database;
import org.isochrone.sql.DbConfig;
import org.isochrone.sql.Migrations;
import org.isochrone.sql.RollUp;
import org.isochrone.sql.SqlBurstStore;
import org.isochrone.sql.SqlClientStore;
import org.isochrone.sql.SqlHealthStore;
import org.isochrone.sql.SqlMapStore;
import org.isochrone.sql.SqlTopologyStore;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.health.HealthState;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.MariaDbServer;
import org.isochrone.steering.testkit.contract.Topologies;

/** A database whose bursts, estimates and observations the tests of reports know. */
final class MeasuredWorld {
    static final Prefix BERLIN = Prefix.parse("192.0.2.0/24");

    /** Of the answers from ams to Berlin ten minutes ago, nanoseconds. */
    static final List<Long> RTTS =
            new Random(5).longs(37, 1_000_000, 90_000_000).boxed().toList();

    private static final Prefix NOWHERE = Prefix.parse("2001:db8:7::/48");

    private MeasuredWorld() {}

    /** Returns a fresh one on the server of this test JVM. */
    static Database open() {
        Instant now = Instant.now();
        MariaDbServer server = MariaDbServer.shared();
        Database database = Database.open(
                DbConfig.at(
                        "127.0.0.1", server.port(), MariaDbServer.USER, MariaDbServer.PASSWORD, server.freshDatabase()),
                new Random(1));
        new Migrations(database).migrate();
        InstantSource clock = InstantSource.fixed(now);
        new SqlTopologyStore(database, clock).save(Topologies.twoZones("realm", 1, 1));
        new SqlClientStore(database, clock).addClients(List.of(new ClientPrefix(BERLIN, 1, "DE", Optional.empty())));
        new SqlClientStore(database, clock)
                .addTargets(List.of(new Target(BERLIN, IpAddress.parse("192.0.2.53"), ProbeMethod.DNS, 53)));
        SqlHealthStore health = new SqlHealthStore(database);
        health.alive("peer-ams", "ams", now.minusSeconds(500));
        health.alive("silent", "nyc", now.minusSeconds(90_000));
        seen(health, now, 3 * 3600, HealthState.UP, "accepts connections");
        seen(health, now, 1800, HealthState.DOWN, "connection refused");
        seen(health, now, 600, HealthState.UP, "accepts connections again");
        seen(health, now, 60, HealthState.UP, "not told again");
        SqlBurstStore bursts = new SqlBurstStore(database);
        bursts.append("peer-ams", bursts(now));
        new RollUp(database).run(now.plus(Duration.ofHours(1)));
        SqlMapStore maps = new SqlMapStore(database);
        MapHead head = new MapHead(new MapVersion("realm", 1, "p", 1, 42), now, "0".repeat(64), 1);
        maps.saveEstimates(
                head,
                List.of(
                        new PrefixEstimates(
                                BERLIN,
                                Map.of(
                                        "ams", estimate(now, 9_123_456, Provenance.MEASURED, true),
                                        "nyc", estimate(now, 80_000_000, Provenance.MEASURED, true),
                                        "old", estimate(now, 1_000_000, Provenance.MEASURED, false))),
                        new PrefixEstimates(
                                NOWHERE, Map.of("nyc", estimate(now, 5_000_000, Provenance.DISTANCE, true))),
                        new PrefixEstimates(
                                Prefix.parse("203.0.113.0/24"),
                                Map.of("nyc", estimate(now, 5_000_000, Provenance.MEASURED, false)))));
        return database;
    }

    private static void seen(SqlHealthStore health, Instant now, int secondsAgo, HealthState state, String reason) {
        Instant at = now.minusSeconds(secondsAgo);
        health.observe(List.of(new HealthObservation("ams", "http://gateway:80", "peer-ams", state, reason, at, at)));
    }

    private static Estimate estimate(Instant now, long rtt, Provenance provenance, boolean reachable) {
        boolean measured = provenance == Provenance.MEASURED;
        return new Estimate(
                rtt, 1000, measured ? 3 : 0, measured ? now.minusSeconds(100) : Instant.EPOCH, provenance, reachable);
    }

    /** 37 answers and a loss from ams to Berlin, an old answer, and a loss to nowhere. */
    private static List<NumberedBurst> bursts(Instant now) {
        List<Burst> bursts = new ArrayList<>();
        for (long rtt : RTTS) {
            bursts.add(Burst.single(BERLIN, "ams", now.minusSeconds(600), ProbeMethod.TCP, rtt));
        }
        bursts.add(Burst.loss(BERLIN, "ams", now.minus(Duration.ofHours(2)), ProbeMethod.TCP, 3));
        bursts.add(Burst.single(BERLIN, "ams", now.minus(Duration.ofHours(30)), ProbeMethod.TCP, 1));
        bursts.add(Burst.loss(NOWHERE, "nyc", now.minusSeconds(600), ProbeMethod.DNS, 3));
        List<NumberedBurst> numbered = new ArrayList<>();
        bursts.forEach(burst -> numbered.add(new NumberedBurst(numbered.size() + 1, burst)));
        return numbered;
    }
}
