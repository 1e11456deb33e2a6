package org.isochrone.sql;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.isochrone.sql.report.Reports;
import org.isochrone.steering.burst.Arrivals;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.burst.ReadMark;
import org.isochrone.steering.client.ClientCount;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.decision.DecisionSample;
import org.isochrone.steering.discovery.Candidate;
import org.isochrone.steering.discovery.Finding;
import org.isochrone.steering.discovery.LightRules;
import org.isochrone.steering.discovery.TargetChoice;
import org.isochrone.steering.discovery.TargetLife;
import org.isochrone.steering.discovery.TargetSource;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.health.HealthState;
import org.isochrone.steering.health.PeerEvent;
import org.isochrone.steering.history.MapChange;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.override.HumanOverride;
import org.isochrone.steering.plan.Claim;
import org.isochrone.steering.plan.ClaimRequest;
import org.isochrone.steering.plan.Outcome;
import org.isochrone.steering.plan.PlannedPair;
import org.isochrone.steering.plan.Reason;
import org.isochrone.steering.port.TargetStore;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.safety.Doubt;
import org.isochrone.steering.safety.HeldDoubt;
import org.isochrone.steering.testkit.Maps;
import org.isochrone.steering.testkit.contract.Topologies;

/**
 * Everything that each {@link Grants.Task} does to the database, through the stores that the program wires to it. Each
 * time is another one: new clients, a new zone and peer, a new map.
 */
final class TaskJobs {
    private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(T0);
    private static final TargetLife LIFE = new TargetLife(new LightRules(Map.of()));
    private static final TargetChoice CHOICE =
            new TargetChoice(Set.of(ProbeMethod.ICMP), true, TargetChoice.LEAST_LEAF_PAUSE);
    private static final String REALM = "realm";

    /** Prefixes with as many targets as are kept. */
    private static final int FULL = 4;

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration YEAR = DAY.multipliedBy(365);

    private final int time;
    private final String zone;
    private final String peer;
    private final Prefix prefix;

    /** The job for the {@code time}th time, 0 to 255. */
    TaskJobs(int time) {
        this.time = time;
        this.zone = "zone-" + time;
        this.peer = "peer-" + time;
        this.prefix = Prefix.parse("8.0." + time + ".0/24");
    }

    /** Fills some prefixes with targets that have been silent for long, who give way to others. */
    static void bury(Database admin) {
        List<Candidate> silent = IntStream.range(0, FULL * TargetStore.MOST_PER_PREFIX)
                .mapToObj(i -> named(i % FULL, 1 + i / FULL))
                .toList();
        new SqlTargetStore(admin, CLOCK).offer(silent);
        admin.write(
                "bury targets",
                connection -> Rows.update(
                        connection,
                        "UPDATE target SET standing = 3, failures = 9 WHERE source = ?",
                        row -> row.number(TargetRows.SOURCE.code(TargetSource.PASSIVE))));
    }

    /** Returns who takes the place of somebody silent. */
    private List<Candidate> successor() {
        return List.of(named(time % FULL, 1 + TargetStore.MOST_PER_PREFIX + time / FULL));
    }

    private static Candidate named(int prefix, int host) {
        IpAddress address = IpAddress.parse("9.9." + prefix + "." + host);
        return new Candidate(new Target(address.leaf(), address, ProbeMethod.ICMP, 0), TargetSource.PASSIVE);
    }

    /** Does the job of a task. */
    void run(Grants.Task task, Database database) {
        switch (task) {
            case PEER -> probe(database);
            case ANSWERING -> answer(database);
            case STEERING -> steer(database);
            case REPORTS -> report(database);
            case ADMIN -> administer(database);
        }
    }

    private static void readWhatIsInEffect(Database database) {
        new SqlTopologyStore(database, CLOCK).revision();
        new SqlTopologyStore(database, CLOCK).current();
        new SqlTopologyStore(database, CLOCK).buckets();
        new SqlHealthStore(database).overrides(T0);
        new SqlHealthStore(database).observations(T0);
    }

    private void probe(Database database) {
        readWhatIsInEffect(database);
        SqlMapStore maps = new SqlMapStore(database);
        maps.newest(REALM).ifPresent(head -> maps.load(REALM, head.version().serial()));
        SqlClientStore clients = new SqlClientStore(database, CLOCK);
        SqlTargetStore targets = new SqlTargetStore(database, CLOCK);
        targets.offer(Candidate.every(prefix.network(), TargetSource.HITLIST));
        targets.offer(successor());
        targets.known(prefix);
        targets.measurable(T0);
        clients.clients();
        clients.networks();
        clients.countsSince(T0);
        SqlProbeWork work = new SqlProbeWork(database);
        work.now();
        work.takePlanning(zone, T0, Duration.ofMinutes(1));
        work.takePlanning(zone, T0.plusSeconds(600), Duration.ofMinutes(1));
        Prefix gone = Prefix.parse("9.0." + time + ".0/24");
        work.plan(zone, List.of(pair(prefix), pair(gone)), T0);
        work.plan(zone, List.of(pair(prefix)), T0);
        ClaimRequest request = new ClaimRequest(peer, zone, CHOICE, 10, T0, T0, Duration.ofMinutes(1));
        work.preview(request);
        List<Claim> claims = work.claim(request);
        work.finish(
                peer,
                claims.stream()
                        .map(claim -> new Outcome(claim, new Finding.Answered(5_000_000), T0))
                        .toList(),
                LIFE);
        Burst burst = Burst.single(prefix, zone, T0, ProbeMethod.ICMP, 1);
        new SqlBurstStore(database).append(peer, List.of(new NumberedBurst(1, burst)));
        new SqlBurstStore(database).append(peer, List.of(new NumberedBurst(1, burst)));
        SqlHealthStore health = new SqlHealthStore(database);
        health.alive(peer, zone, T0);
        PeerEvent event = new PeerEvent(peer, PeerEvent.Kind.DROPPED, T0, T0, 1, "");
        new SqlPeerEvents(database).note(List.of(event));
        new SqlPeerEvents(database).note(List.of(event));
        for (HealthState state : HealthState.values()) {
            health.observe(List.of(new HealthObservation(zone, "http://a", peer, state, "", T0, T0)));
        }
    }

    private static PlannedPair pair(Prefix prefix) {
        return new PlannedPair(prefix, Reason.NEAR, Duration.ofMinutes(15), 1, 0, 0);
    }

    private void answer(Database database) {
        readWhatIsInEffect(database);
        new SqlContentStore(database, CLOCK).revision();
        new SqlContentStore(database, CLOCK).zones();
        SqlMapStore maps = new SqlMapStore(database);
        maps.newest(REALM).ifPresent(head -> maps.load(REALM, head.version().serial()));
        new SqlClientStore(database, CLOCK).addCounts(T0, List.of(new ClientCount(prefix, 1)));
        new SqlClientStore(database, CLOCK).addCounts(T0, List.of(new ClientCount(prefix, 1)));
        new SqlTargetStore(database, CLOCK).offer(Candidate.every(prefix.network(), TargetSource.SEEN));
        new SqlSampleStore(database)
                .add(List.of(new DecisionSample(T0, time, 1, "www.example", prefix, "", zone, 24, "map", "pipe", 1)));
        new SqlTargetStore(database, CLOCK).offer(successor());
    }

    private void steer(Database database) {
        readWhatIsInEffect(database);
        SqlClientStore clients = new SqlClientStore(database, CLOCK);
        clients.clients();
        clients.networks();
        clients.countsSince(T0);
        SqlBurstStore bursts = new SqlBurstStore(database);
        Arrivals arrived = bursts.scan(T0, T0.plusSeconds(1), burst -> {});
        bursts.scanUnseen(new ReadMark(new Arrivals(Map.of(peer, 1L)), T0), T0, T0.plusSeconds(1), burst -> {});
        SqlMapStore maps = new SqlMapStore(database);
        long serial = maps.newest(REALM).map(head -> head.version().serial()).orElse(0L) + 1;
        maps.builderState(REALM);
        MapHead head = new MapHead(new MapVersion(REALM, 1, "p", 1, serial), T0, "0".repeat(64), 1);
        Maps.save(maps, new PublishedMap(head, new byte[1]), new byte[1], arrived);
        maps.inputs(REALM, serial);
        maps.load(REALM, serial);
        maps.history(REALM, 1);
        keepChanges(database, serial);
        SqlDoubtStore doubts = new SqlDoubtStore(database);
        doubts.doubts(REALM);
        doubts.keep(REALM, List.of(new Doubt(Doubt.Kind.RUSH, zone, "why")), T0);
        doubts.keep(REALM, List.of(), T0);
        Estimate estimate = new Estimate(1, 0, 1, T0, Provenance.MEASURED, true);
        for (int i = 0; i < 2; i++) {
            maps.saveEstimates(head, List.of(new PrefixEstimates(prefix, Map.of(zone, estimate))));
        }
        new RollUp(database).run(T0.plus(DAY));
        RetentionConfig kept = new RetentionConfig(YEAR, YEAR, YEAR, YEAR, DAY, DAY, DAY, 1);
        // Days are made first, so that there are some to drop.
        new Retention(database).run(kept, T0);
        new Retention(database).run(kept, T0.plus(DAY.multipliedBy(3)));
        // Changes of maps go by months, and the heads of maps with them.
        new Retention(database).run(kept, T0.plus(DAY.multipliedBy(70)));
    }

    private void keepChanges(Database database, long serial) {
        SqlChangeStore changes = new SqlChangeStore(database);
        MapChange change = new MapChange(
                serial, T0, "", prefix, zone, zone + "-2", MapChange.Reason.FASTER, 1, 1, 1, Optional.empty());
        changes.add(REALM, List.of(change));
        MapChange gained = new MapChange(
                serial,
                T0,
                "",
                prefix,
                zone,
                zone + "-2",
                MapChange.Reason.FASTER,
                1,
                1,
                1,
                Optional.of(new MapChange.Realised(1, 1, 1, T0)));
        changes.open(REALM, T0, 10);
        changes.realised(REALM, List.of(gained));
        changes.of(REALM, prefix, 10);
        changes.summary(REALM, T0);
    }

    private static void report(Database database) {
        Reports.list().forEach(script -> new Reports(database).run(script.name(), Map.of()));
        // Quantiles of any group of hours, as the README shows.
        database.read(
                "open sketches",
                connection -> Rows.select(
                        connection, "SELECT SUM(bursts) FROM burst_hour_sketch", _ -> {}, row -> row.getLong(1)));
    }

    private void administer(Database database) {
        new Migrations(database).migrate();
        new Migrations(database).status();
        SqlTopologyStore topologies = new SqlTopologyStore(database, CLOCK);
        topologies.save(Topologies.oneZone(REALM, 1, time + 1));
        SqlClientStore clients = new SqlClientStore(database, CLOCK);
        clients.addClients(List.of(ClientPrefix.bare(prefix)));
        clients.addNetworks(List.of(ClientPrefix.bare(prefix)));
        SqlHealthStore health = new SqlHealthStore(database);
        HumanOverride added = health.add(new HumanOverride(
                0, HumanOverride.Kind.FREEZE, "", Optional.empty(), "me", "why", T0, T0.plusSeconds(60)));
        health.end(added.id(), T0.plusSeconds(1));
        new SqlContentStore(database, CLOCK).remove("nothing.example");
        new SqlDoubtStore(database).release(REALM, new HeldDoubt.Release("me", "why", T0));
        new SqlTargetStore(database, CLOCK).offer(Candidate.every(IpAddress.parse("8.8.8.8"), TargetSource.HITLIST));
    }
}
