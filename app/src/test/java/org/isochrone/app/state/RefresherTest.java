package org.isochrone.app.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.isochrone.app.fixture.MemoryStores;
import org.isochrone.app.fixture.Topologies;
import org.isochrone.steering.decision.BucketSource;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.health.HealthState;
import org.isochrone.steering.override.HumanOverride;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefresherTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration LIFE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final MemoryStores stores = new MemoryStores();
    private Instant now = START;

    @Test
    void whatPeopleDecidedSurvivesARestartWhileTheDatabaseIsAway() {
        stores.save(Topologies.two(1));
        stores.bindBuckets(Map.of("photos", "g1"));
        HumanOverride pin = override(Optional.of(Prefix.parse("10.0.0.0/8")));
        HumanOverride drain = override(Optional.empty());
        stores.add(pin);
        stores.add(drain);
        Knowledge first = new Knowledge();
        Refresher before = refresher(first);
        before.fromDisk();
        assertEquals(Optional.empty(), first.get(), "there is nothing on disk yet");
        before.topology();
        before.health();

        stores.away(true);
        Knowledge second = new Knowledge();
        Refresher after = refresher(second);
        after.fromDisk();
        after.topology();
        after.health();
        Snapshot snapshot = snapshot(second);
        assertEquals(Topologies.two(1), snapshot.topology());
        assertEquals(Optional.of("g1"), snapshot.buckets().place("photos").held());
        assertEquals(List.of(pin, drain), snapshot.overrides());
        assertEquals(Optional.of(START), after.outage().since());

        now = START.plusSeconds(3600);
        after.health();
        assertEquals(List.of(), snapshot(second).overrides(), "overrides end on time, database or not");

        stores.away(false);
        stores.save(Topologies.two(2));
        after.topology();
        assertEquals(2, snapshot(second).topology().period().epoch());
        assertEquals(Optional.empty(), after.outage().since());
    }

    @Test
    void whatALocalPeerSawCountsAtOnceAndAgesWithTheRest() {
        stores.save(Topologies.two(1));
        Knowledge knowledge = new Knowledge();
        Refresher refresher = refresher(knowledge);
        refresher.topology();
        refresher.seen(List.of(observation(HealthState.DOWN, START)));
        assertFalse(snapshot(knowledge).health().up("z1"));
        refresher.health();
        assertFalse(snapshot(knowledge).health().up("z1"), "the store has not heard of it yet");
        refresher.seen(List.of(observation(HealthState.UP, START.plusSeconds(1))));
        assertTrue(snapshot(knowledge).health().up("z1"));
        stores.observe(List.of(observation(HealthState.DOWN, START)));
        refresher.health();
        assertTrue(snapshot(knowledge).health().up("z1"), "the store tells of the past");
    }

    @Test
    void whatIsSeenNowIsNotOutvotedByThePastWhileTheStoreIsAway() {
        stores.save(Topologies.two(1));
        stores.observe(List.of(
                observation("near", HealthState.UP, START),
                observation("far", HealthState.UP, START),
                observation("farther", HealthState.UP, START)));
        Knowledge knowledge = new Knowledge();
        Refresher refresher = refresher(knowledge);
        refresher.topology();
        refresher.health();
        stores.away(true);
        now = START.plus(LIFE).plusSeconds(1);
        refresher.seen(List.of(observation("near", HealthState.DOWN, now)));
        assertFalse(snapshot(knowledge).health().up("z1"), "the others have not been heard for too long");
    }

    @Test
    void whatWasKnownLastHoldsOnWhileNobodyKnowsBetter() {
        stores.save(Topologies.two(1));
        stores.observe(List.of(observation("far", HealthState.DOWN, START)));
        Knowledge knowledge = new Knowledge();
        Refresher refresher = refresher(knowledge);
        refresher.topology();
        refresher.health();
        stores.away(true);
        now = START.plusSeconds(3600);
        refresher.health();
        assertFalse(snapshot(knowledge).health().up("z1"));
    }

    @Test
    void anEndpointThatLeftTheTopologyIsForgotten() {
        stores.save(Topologies.two(1));
        Knowledge knowledge = new Knowledge();
        Refresher refresher = refresher(knowledge);
        refresher.topology();
        refresher.seen(List.of(
                new HealthObservation("z1", "http://192.0.2.99", "peer", HealthState.UP, "answers", START, START)));
        refresher.seen(List.of(observation(HealthState.DOWN, START.plusSeconds(5))));
        assertFalse(snapshot(knowledge).health().up("z1"), "the old endpoint no longer speaks for the zone");
    }

    @Test
    void whatALocalPeerSawDoesNotWaitForAStoreThatHangs() throws InterruptedException {
        stores.save(Topologies.two(1));
        Knowledge knowledge = new Knowledge();
        Refresher refresher = refresher(knowledge);
        refresher.topology();
        CountDownLatch hanging = stores.hang();
        Thread topology = Thread.ofPlatform().start(refresher::topology);
        Thread health = Thread.ofPlatform().start(refresher::health);
        Await.until(Duration.ofSeconds(10), stores::waiting);
        refresher.seen(List.of(observation(HealthState.DOWN, START)));
        assertFalse(snapshot(knowledge).health().up("z1"));
        hanging.countDown();
        topology.join();
        health.join();
        assertFalse(snapshot(knowledge).health().up("z1"));
    }

    @Test
    void whatTheDiskDidNotTakeIsKeptAsSoonAsItDoes() throws IOException {
        Path inTheWay = folder.resolve("intent.json/is a folder");
        Files.createDirectories(inTheWay);
        stores.save(Topologies.two(1));
        Refresher refresher = refresher(new Knowledge());
        refresher.topology();
        Files.delete(inTheWay);
        Files.delete(inTheWay.getParent());
        refresher.health();
        Knowledge next = new Knowledge();
        refresher(next).fromDisk();
        assertEquals(Topologies.two(1), snapshot(next).topology());
    }

    @Test
    void aDamagedFileIsPassedOver() throws IOException {
        Files.writeString(folder.resolve("intent.json"), "{\"topology\": {}, ");
        Knowledge knowledge = new Knowledge();
        Refresher refresher = refresher(knowledge);
        refresher.fromDisk();
        assertEquals(Optional.empty(), knowledge.get());
        stores.save(Topologies.two(1));
        refresher.topology();
        Knowledge next = new Knowledge();
        refresher(next).fromDisk();
        assertEquals(Topologies.two(1), snapshot(next).topology());
    }

    private static Snapshot snapshot(Knowledge knowledge) {
        return knowledge.get().orElseThrow();
    }

    private Refresher refresher(Knowledge knowledge) {
        IntentFile file = new IntentFile(folder.resolve("intent.json"));
        return new Refresher(
                knowledge, new HealthBook(LIFE, () -> now), stores, stores, file, () -> now, LIFE, BucketSource.NONE);
    }

    private static HealthObservation observation(HealthState state, Instant at) {
        return observation("peer", state, at);
    }

    private static HealthObservation observation(String peer, HealthState state, Instant at) {
        return new HealthObservation("z1", "http://192.0.2.1", peer, state, "refused", at, at);
    }

    private static HumanOverride override(Optional<Prefix> prefix) {
        HumanOverride.Kind kind = prefix.isPresent() ? HumanOverride.Kind.PIN : HumanOverride.Kind.DRAIN;
        return new HumanOverride(7, kind, "z1", prefix, "ops", "test", START, START.plusSeconds(60));
    }
}
