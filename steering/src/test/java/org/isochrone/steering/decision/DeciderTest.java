package org.isochrone.steering.decision;

import static org.isochrone.steering.decision.Fixture.group;
import static org.isochrone.steering.decision.Fixture.ranking;
import static org.isochrone.steering.decision.Fixture.topology;
import static org.isochrone.steering.decision.Fixture.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.health.HealthState;
import org.isochrone.steering.health.HealthView;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.map.MapContent;
import org.isochrone.steering.map.Ranking;
import org.isochrone.steering.override.HumanOverride;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.AnswerMode;
import org.isochrone.steering.topology.Zone;
import org.junit.jupiter.api.Test;

class DeciderTest {
    private static final Binding WWW = new Binding("www.example.com", "", "eu", AnswerMode.ADDRESS);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Snapshot bare = Snapshot.of(
            topology(
                    List.of(),
                    List.of(),
                    group("eu", zone("a", 100, "192.0.2.1"), zone("b", 300, "192.0.2.2", "2001:db8::2"), zone("c", 0))),
            Buckets.NONE);

    private static Snapshot mapped(Snapshot snapshot, Map<String, Ranking> entries) {
        TreeMap<Prefix, Ranking> sorted = new TreeMap<>();
        entries.forEach((prefix, ranking) -> sorted.put(Prefix.parse(prefix), ranking));
        return snapshot.withMap(Fixture.map("eu", sorted), "file");
    }

    private static Decision decide(Snapshot snapshot, String client, Need need) {
        return Decider.decide(snapshot, WWW, Client.resolver(IpAddress.parse(client)), need, Trace.OFF);
    }

    private static List<String> ids(Decision decision) {
        return decision.zones().stream().map(Zone::id).toList();
    }

    private static HealthObservation seen(String zone, String peer, HealthState state) {
        return new HealthObservation(zone, "http://" + zone, peer, state, "refused", NOON, NOON);
    }

    private static HumanOverride override(HumanOverride.Kind kind, String zone, String prefix) {
        Optional<Prefix> who = prefix.isEmpty() ? Optional.empty() : Optional.of(Prefix.parse(prefix));
        return new HumanOverride(1, kind, zone, who, "ann", "tests", NOON, NOON.plusSeconds(60));
    }

    @Test
    void followsTheLongestMatchingPrefix() {
        Snapshot snapshot = mapped(bare, Map.of("10.0.0.0/8", ranking("a", "b"), "10.1.0.0/16", ranking("b", "a")));
        assertEquals(List.of("b"), ids(decide(snapshot, "10.1.2.3", Need.IPV4)));
        assertEquals(16, decide(snapshot, "10.1.2.3", Need.IPV4).scope());
        assertEquals(List.of("a"), ids(decide(snapshot, "10.2.2.3", Need.IPV4)));
        assertEquals(15, decide(snapshot, "10.2.2.3", Need.IPV4).scope());
        assertEquals(Basis.MAP, decide(snapshot, "10.2.2.3", Need.IPV4).basis());
    }

    @Test
    void tellsWhereTheMapHasTheZoneFrom() {
        Map<String, Map<String, Provenance>> told = Map.of(
                "10.0.0.0/8", Map.of("a", Provenance.COUNTRY, "b", Provenance.DISTANCE),
                "10.1.0.0/16", Map.of("a", Provenance.PARENT),
                "10.1.2.0/24", Map.of("a", Provenance.MEASURED, "b", Provenance.NEIGHBOURS),
                "10.3.1.0/24", Map.of("a", Provenance.MEASURED, "b", Provenance.NEIGHBOURS),
                "10.3.2.0/24", Map.of("a", Provenance.MEASURED));
        TreeMap<Prefix, Ranking> rankings = new TreeMap<>(
                Map.of(Prefix.parse("10.0.0.0/8"), ranking("a", "b"), Prefix.parse("10.3.0.0/16"), ranking("b", "a")));
        TreeMap<Prefix, PrefixEstimates> estimates = new TreeMap<>();
        told.forEach((text, zones) -> {
            Map<String, Estimate> byZone = new HashMap<>();
            zones.forEach((zone, from) -> byZone.put(zone, new Estimate(1_000_000, 10_000, 1, NOON, from, true)));
            Prefix prefix = Prefix.parse(text);
            estimates.put(prefix, new PrefixEstimates(prefix, byZone));
        });
        Snapshot snapshot = bare.withMap(
                MapCodec.decode(MapCodec.publish(MapContent.of(
                        Fixture.map("eu", rankings).version(),
                        NOON,
                        new TreeMap<>(Map.of("eu", rankings)),
                        List.copyOf(estimates.values())))),
                "file");
        Map<String, Basis> expected = Map.of(
                "10.1.2.3", Basis.MEASURED,
                "10.1.3.3", Basis.PARENT,
                "10.2.2.3", Basis.COUNTRY,
                "10.3.0.1", Basis.DISTANCE,
                "10.3.1.1", Basis.NEIGHBOURS,
                "10.3.2.1", Basis.MAP,
                "11.0.0.1", Basis.WEIGHTS);
        expected.forEach((client, basis) ->
                assertEquals(basis, decide(snapshot, client, Need.IPV4).basis(), client));
    }

    @Test
    void answersOnlyZonesThatHaveTheAddressFamily() {
        Snapshot snapshot = mapped(bare, Map.of("10.0.0.0/8", ranking("a", "b")));
        assertEquals(List.of("b"), ids(decide(snapshot, "10.0.0.1", Need.IPV6)));
    }

    @Test
    void skipsZonesThatMostPeersSeeDownAndAnswersAllWhenNoneIsLeft() {
        Snapshot snapshot = mapped(bare, Map.of("10.0.0.0/8", ranking("a", "b")));
        HealthView oneOfThree = new HealthView(List.of(
                seen("a", "p1", HealthState.DOWN), seen("a", "p2", HealthState.UP), seen("a", "p3", HealthState.UP)));
        HealthView twoOfThree = new HealthView(List.of(
                seen("a", "p1", HealthState.DOWN), seen("a", "p2", HealthState.DOWN), seen("a", "p3", HealthState.UP)));
        assertEquals(List.of("a"), ids(decide(snapshot.withHealth(oneOfThree, List.of()), "10.0.0.1", Need.IPV4)));
        assertEquals(List.of("b"), ids(decide(snapshot.withHealth(twoOfThree, List.of()), "10.0.0.1", Need.IPV4)));
        HealthView all = new HealthView(List.of(seen("a", "p1", HealthState.DOWN), seen("b", "p1", HealthState.DOWN)));
        Decision decision = decide(snapshot.withHealth(all, List.of()), "10.0.0.1", Need.IPV4);
        assertEquals(List.of("a", "b"), ids(decision));
        assertTrue(decision.allDown());
        assertTrue(decision.scope() >= 1);
    }

    @Test
    void obeysPinsAndDrainsOfTheirClientsOnly() {
        Snapshot snapshot = mapped(bare, Map.of("10.0.0.0/8", ranking("a", "b")))
                .withHealth(HealthView.EMPTY, List.of(override(HumanOverride.Kind.PIN, "b", "10.7.0.0/16")));
        Decision pinned = decide(snapshot, "10.7.0.1", Need.IPV4);
        assertEquals(List.of("b"), ids(pinned));
        assertEquals(16, pinned.scope());
        assertEquals(Basis.PIN, pinned.basis());
        Decision neighbour = decide(snapshot, "10.6.0.1", Need.IPV4);
        assertEquals(List.of("a"), ids(neighbour));
        assertEquals(16, neighbour.scope(), "10.6.0.0/15 would overlap the pinned 10.7.0.0/16");
        Snapshot drained = snapshot.withHealth(HealthView.EMPTY, List.of(override(HumanOverride.Kind.DRAIN, "a", "")));
        assertEquals(List.of("b"), ids(decide(drained, "10.6.0.1", Need.IPV4)));
    }

    @Test
    void neverAnswersAZoneThatThePeriodDoesNotHave() {
        Snapshot snapshot = mapped(bare, Map.of("10.0.0.0/8", ranking("gone", "b", "a")));
        assertEquals(List.of("b"), ids(decide(snapshot, "10.0.0.1", Need.IPV4)));
    }

    @Test
    void spreadsAnUnknownClientByWeightWithAStableChoice() {
        Map<String, Integer> shares = new HashMap<>();
        for (int i = 0; i < 8000; i++) {
            String client = "10." + (i >> 8) + "." + (i & 255) + ".9";
            Decision decision = decide(bare, client, Need.IPV4);
            assertEquals(24, decision.scope());
            assertEquals(decision, decide(bare, client, Need.IPV4));
            shares.merge(ids(decision).getFirst(), 1, Integer::sum);
        }
        assertEquals(0.75, shares.getOrDefault("b", 0) / 8000.0, 0.03);
        assertFalse(shares.containsKey("c"), "c has no address");
    }

    /**
     * Of three zones that are equally near, in both families; and where one goes down, only its own clients move, in
     * the shares of the others.
     */
    @Test
    void sharesFollowTheWeightsAndAFailureMovesNobodyElse() {
        Snapshot whole = mapped(
                Snapshot.of(
                        topology(
                                List.of(),
                                List.of(),
                                group(
                                        "eu",
                                        zone("a", 50, "192.0.2.1", "2001:db8::1"),
                                        zone("b", 150, "192.0.2.2", "2001:db8::2"),
                                        zone("c", 300, "192.0.2.3", "2001:db8::3"),
                                        zone("idle", 0, "192.0.2.4", "2001:db8::4"))),
                        Buckets.NONE),
                Map.of("0.0.0.0/0", ranking("a=b=c=idle"), "::/0", ranking("a=b=c=idle")));
        Snapshot without = whole.withHealth(new HealthView(List.of(seen("c", "p1", HealthState.DOWN))), List.of());
        int clients = 20_000;
        for (Need need : List.of(Need.IPV4, Need.IPV6)) {
            Map<String, Integer> before = new HashMap<>();
            Map<String, Integer> after = new HashMap<>();
            for (int i = 0; i < clients; i++) {
                String client =
                        need == Need.IPV4 ? "100." + (i >> 8) + "." + (i & 255) + ".1" : "2001:db9:%x::1".formatted(i);
                String first = ids(decide(whole, client, need)).getFirst();
                String second = ids(decide(without, client, need)).getFirst();
                before.merge(first, 1, Integer::sum);
                after.merge(second, 1, Integer::sum);
                assertTrue(first.equals("c") || first.equals(second), client);
            }
            // four standard deviations are below 0.015
            assertEquals(0.1, before.getOrDefault("a", 0) / (double) clients, 0.015);
            assertEquals(0.3, before.getOrDefault("b", 0) / (double) clients, 0.015);
            assertEquals(0.6, before.getOrDefault("c", 0) / (double) clients, 0.015);
            assertEquals(0.25, after.getOrDefault("a", 0) / (double) clients, 0.015);
            assertFalse(before.containsKey("idle") || after.containsKey("idle"), "weight 0 is for when nobody is left");
        }
    }

    @Test
    void everyClientOfACellGetsItsAnswerAndCellsNeverOverlap() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int world = 0; world < 60; world++) {
            Snapshot snapshot = randomWorld(random);
            List<Decision> seen = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                IpAddress client = randomAddress(random);
                Decision decision = decide(snapshot, client.toString(), Need.IPV4);
                for (int j = 0; j < 10; j++) {
                    IpAddress inside = IpAddress.ofBytes(inside(decision.cell(), random));
                    assertEquals(
                            decision,
                            decide(snapshot, inside.toString(), Need.IPV4),
                            "seed " + seed + " " + client + " " + inside);
                }
                for (Decision other : seen) {
                    assertTrue(
                            other.cell().equals(decision.cell())
                                    || !(other.cell().covers(decision.cell())
                                            || decision.cell().covers(other.cell())),
                            "seed " + seed + " " + other.cell() + " overlaps " + decision.cell());
                }
                seen.add(decision);
            }
        }
    }

    private Snapshot randomWorld(Random random) {
        TreeMap<Prefix, Ranking> entries = new TreeMap<>();
        List<Ranking> rankings = List.of(ranking("a", "b"), ranking("b", "a"), ranking("a=b"));
        for (int i = random.nextInt(12); i > 0; i--) {
            entries.put(randomPrefix(random), rankings.get(random.nextInt(3)));
        }
        List<HumanOverride> overrides = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            overrides.add(override(
                    random.nextBoolean() ? HumanOverride.Kind.PIN : HumanOverride.Kind.DRAIN,
                    random.nextBoolean() ? "a" : "b",
                    randomPrefix(random).toString()));
        }
        return bare.withMap(Fixture.map("eu", entries), "file").withHealth(HealthView.EMPTY, overrides);
    }

    /** Addresses in 10.0.0.0/14 so that prefixes really nest and meet. */
    private static IpAddress randomAddress(Random random) {
        return IpAddress.ofBytes(
                new byte[] {10, (byte) random.nextInt(4), (byte) random.nextInt(256), (byte) random.nextInt(256)});
    }

    private static Prefix randomPrefix(Random random) {
        return randomAddress(random).prefix(8 + random.nextInt(21));
    }

    private static byte[] inside(Prefix cell, Random random) {
        byte[] bytes = cell.network().toBytes();
        for (int bit = cell.length(); bit < 32; bit++) {
            if (random.nextBoolean()) {
                bytes[bit >> 3] |= (byte) (0x80 >> (bit & 7));
            }
        }
        return bytes;
    }
}
