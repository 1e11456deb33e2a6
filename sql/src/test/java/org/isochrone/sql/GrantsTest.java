package org.isochrone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.isochrone.sql.report.Reports;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientCount;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.health.HealthState;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.MariaDbServer;
import org.isochrone.steering.testkit.contract.Topologies;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each user can do its task on a real server, and not the others'. */
class GrantsTest {
    private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(T0);
    private static final Prefix PREFIX = Prefix.parse("192.0.2.0/24");
    private static final String PASSWORD = "it's a \\ \"secret\"";
    private static final List<NumberedBurst> BURSTS =
            List.of(new NumberedBurst(1, Burst.single(PREFIX, "ams", T0, ProbeMethod.TCP, 1)));
    private static final MapHead HEAD = new MapHead(new MapVersion("realm", 1, "p", 1, 1), T0, "0".repeat(64), 1);

    private final Database admin = TestDatabase.migrated();

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void aPeerAddsBurstsAndHealthOnly() {
        try (Database peer = as(Grants.Task.PEER)) {
            assertEquals(1, new SqlBurstStore(peer).append("p", BURSTS));
            SqlHealthStore health = new SqlHealthStore(peer);
            health.alive("p", "ams", T0);
            for (HealthState state : HealthState.values()) {
                health.observe(List.of(new HealthObservation("ams", "http://a", "p", state, "", T0, T0)));
            }
            assertEquals(1, health.observations(T0).size());
            new SqlClientStore(peer, CLOCK)
                    .addTargets(List.of(new Target(PREFIX, IpAddress.parse("192.0.2.1"), ProbeMethod.TCP, 80)));
            new SqlTopologyStore(peer, CLOCK).current();
            assertThrows(StoreException.class, () -> new Retention(peer).deleteBursts(T0));
            assertThrows(StoreException.class, () -> saveMap(peer));
            assertThrows(
                    StoreException.class,
                    () -> new SqlTopologyStore(peer, CLOCK).save(Topologies.oneZone("realm", 1, 1)));
        }
    }

    @Test
    void answeringCountsClientsOnly() {
        saveMap(admin);
        try (Database answering = as(Grants.Task.ANSWERING)) {
            new SqlClientStore(answering, CLOCK).addCounts(T0, List.of(new ClientCount(PREFIX, 1)));
            assertTrue(new SqlMapStore(answering).load("realm", 1).isPresent());
            assertEquals(0, new SqlHealthStore(answering).overrides(T0).size());
            assertEquals(0, new SqlHealthStore(answering).observations(T0).size());
            new SqlTopologyStore(answering, CLOCK).revision();
            assertEquals(0, new SqlContentStore(answering, CLOCK).zones().size());
            new SqlContentStore(answering, CLOCK).revision();
            assertThrows(StoreException.class, () -> new SqlContentStore(answering, CLOCK).remove("x.example"));
            assertThrows(StoreException.class, () -> new SqlBurstStore(answering).append("p", BURSTS));
        }
    }

    @Test
    void steeringMakesMapsAndDeletesWhatIsOld() {
        new SqlBurstStore(admin).append("p", BURSTS);
        try (Database steering = as(Grants.Task.STEERING)) {
            saveMap(steering);
            new SqlMapStore(steering).saveEstimates(HEAD, List.of());
            new SqlMapStore(steering).saveEstimates(HEAD, List.of());
            new SqlBurstStore(steering).scan(T0, T0.plusSeconds(1), burst -> {});
            assertEquals(1, new Retention(steering).deleteBursts(T0.plusSeconds(1)));
            assertThrows(
                    StoreException.class,
                    () -> new SqlTopologyStore(steering, CLOCK).save(Topologies.oneZone("realm", 1, 1)));
        }
    }

    @Test
    void reportsRead() {
        try (Database reports = as(Grants.Task.REPORTS)) {
            Reports.list().forEach(script -> new Reports(reports).run(script.name(), Map.of()));
            assertThrows(StoreException.class, () -> new SqlBurstStore(reports).append("p", BURSTS));
        }
    }

    @Test
    void anAdministratorMigrates() {
        try (Database migrating = as(Grants.Task.ADMIN)) {
            assertTrue(new Migrations(migrating).status().usable());
            new SqlTopologyStore(migrating, CLOCK).save(Topologies.oneZone("realm", 1, 1));
        }
    }

    @Test
    void namesOfTasksAreLegalInput() {
        assertEquals(Grants.Task.PEER, Grants.Task.named("peer"));
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> Grants.Task.named("boss"));
        assertEquals(List.of("grants: must be one of peer, answering, steering, reports, admin: 'boss'"), e.problems());
    }

    private static void saveMap(Database database) {
        new SqlMapStore(database).save(new PublishedMap(HEAD, new byte[1]), new byte[1]);
    }

    /** Runs the SQL through the command-line client, as an administrator would, and opens the database as that user. */
    private Database as(Grants.Task task) {
        String name = admin.config().database();
        String user = task.label() + "-" + name.substring(name.length() - 4);
        MariaDbServer.shared().execute("", Grants.sql(task, name, user, "%", PASSWORD));
        DbConfig config = admin.config();
        return Database.open(config.movedTo(config.server(), config.port(), user, PASSWORD), new Random(1));
    }
}
