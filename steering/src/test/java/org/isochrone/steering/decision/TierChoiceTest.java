package org.isochrone.steering.decision;

import static org.isochrone.steering.decision.Fixture.group;
import static org.isochrone.steering.decision.Fixture.topology;
import static org.isochrone.steering.decision.Fixture.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.isochrone.steering.map.Ranking;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.AnswerMode;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zone;
import org.junit.jupiter.api.Test;

/** The zone of a tier, beside what is really answered. */
class TierChoiceTest {
    private static final Binding WWW = new Binding("www.example.com", "", "eu", AnswerMode.ADDRESS);

    @Test
    void isTheZoneThatIsAnswered() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int trial = 0; trial < 2000; trial++) {
            List<String> zones = new ArrayList<>(List.of("a", "b", "c", "d", "e"));
            Topology topology = topology(
                    List.of(),
                    List.of(),
                    group(
                            "eu",
                            zones.stream()
                                    .map(id -> zone(id, 50 * random.nextInt(4)))
                                    .toArray(Zone[]::new)));
            Collections.shuffle(zones, random);
            List<String> tier = zones.subList(0, 1 + random.nextInt(zones.size()));
            Prefix leaf = random.nextBoolean()
                    ? new IpAddress(IpFamily.IPV4, random.nextLong() << 32, 0).prefix(24)
                    : new IpAddress(IpFamily.IPV6, random.nextLong(), 0).prefix(48);
            Snapshot snapshot = Snapshot.of(topology, Buckets.NONE)
                    .withMap(Fixture.map("eu", new TreeMap<>(Map.of(leaf, new Ranking(List.of(tier))))), "file");
            Decision decision = Decider.decide(snapshot, WWW, Client.resolver(leaf.network()), Need.NAME, Trace.OFF);
            assertEquals(
                    decision.zones().stream().map(Zone::id).toList(),
                    List.of(new TierChoice(topology).of(tier, leaf)),
                    () -> "seed " + seed + ": " + tier + " for " + leaf);
        }
    }

    @Test
    void aZoneThatJoinsTakesItsShareAndNothingElseMoves() {
        TierChoice choice = new TierChoice(
                topology(List.of(), List.of(), group("eu", zone("a", 100), zone("b", 100), zone("c", 100))));
        int joined = 0;
        for (int i = 0; i < 3000; i++) {
            Prefix leaf = new IpAddress(IpFamily.IPV4, (long) i << 40, 0).prefix(24);
            String before = choice.of(List.of("a", "b"), leaf);
            String after = choice.of(List.of("a", "b", "c"), leaf);
            assertTrue(after.equals(before) || after.equals("c"), leaf::toString);
            joined += after.equals("c") ? 1 : 0;
        }
        assertEquals(1000.0, joined, 100.0);
    }
}
