package org.isochrone.steering.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.estimate.BurstWindow;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.estimate.WindowEstimator;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.map.MapContent;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.contract.Topologies;
import org.isochrone.steering.topology.GeoPoint;
import org.isochrone.steering.topology.Topology;
import org.junit.jupiter.api.Test;

class MapBuilderTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.75Z");
    private static final Topology TOPOLOGY = Topologies.twoZones("realm", 2, 3);
    private static final Prefix MEASURED = Prefix.parse("192.0.2.0/24");
    private static final Prefix NETWORK = Prefix.parse("198.51.0.0/16");
    private static final Prefix UNKNOWN = Prefix.parse("203.0.113.0/24");

    private final MapBuilder builder = new MapBuilder(new WindowEstimator(), SteeringConfig.DEFAULT);

    @Test
    void networksAreRankedForClientsNeverSeen() {
        GeoPoint boston = new GeoPoint(42.36, -71.06);
        MapContent content = build(
                        List.of(ClientPrefix.bare(UNKNOWN)),
                        List.of(new ClientPrefix(NETWORK, 64_500, "US", Optional.of(boston))),
                        List.of(burst(MEASURED, "ams", 9, 10), burst(MEASURED, "nyc", 90, 10)))
                .content();
        assertEquals(Set.of(MapBuilder.WHOLE_REALM, "zg"), content.rankings().keySet());
        content.rankings().values().forEach(rankings -> {
            assertEquals(2, rankings.size(), "of the third nothing is known");
            assertEquals(
                    "[[ams], [nyc]]",
                    String.valueOf(rankings.get(MEASURED).orElseThrow().tiers()));
            assertEquals(
                    "[[nyc], [ams]]",
                    String.valueOf(rankings.get(NETWORK).orElseThrow().tiers()));
        });
        assertEquals(
                Set.of(Provenance.DISTANCE),
                Set.copyOf(content.estimates().estimates(1).byZone().values().stream()
                        .map(estimate -> estimate.provenance())
                        .toList()));
    }

    @Test
    void zonesWithinTheTieMarginShareATier() {
        MapContent content = build(
                        List.of(), List.of(), List.of(burst(MEASURED, "ams", 20, 10), burst(MEASURED, "nyc", 21, 10)))
                .content();
        assertEquals(
                List.of(List.of("ams", "nyc")),
                Optional.ofNullable(content.rankings().get("zg"))
                        .flatMap(zg -> zg.get(MEASURED))
                        .orElseThrow()
                        .tiers());
    }

    @Test
    void theSameInputInAnyOrderGivesTheSameBytes() {
        Random random = new Random(4);
        List<ClientPrefix> clients = new ArrayList<>();
        List<ClientPrefix> networks = new ArrayList<>();
        List<Burst> bursts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Prefix prefix = Prefix.parse("10.0." + i + ".0/24");
            clients.add(new ClientPrefix(prefix, 64_500 + i % 7, i % 3 == 0 ? "DE" : "US", Optional.empty()));
            networks.add(ClientPrefix.bare(prefix.network().prefix(20 + i % 4)));
            for (int burst = 0; burst < 4 && i % 4 != 0; burst++) {
                bursts.add(burst(prefix, i % 5 == 1 || burst % 2 == 0 ? "ams" : "nyc", 1 + random.nextInt(90), burst));
            }
        }
        BuildResult once = build(clients, distinct(networks), bursts);
        Collections.shuffle(clients, random);
        Collections.shuffle(networks, random);
        Collections.shuffle(bursts, random);
        BuildResult again = build(clients, distinct(networks), bursts);
        assertArrayEquals(MapCodec.encode(once.content()), MapCodec.encode(again.content()));
        assertArrayEquals(once.state().encode(), again.state().encode());
        assertEquals(once.stats(), again.stats());
    }

    @Test
    void equalRankingsAreOneObject() {
        Prefix other = Prefix.parse("192.0.3.0/24");
        var rankings = Optional.ofNullable(
                        build(List.of(), List.of(), List.of(burst(MEASURED, "ams", 20, 1), burst(other, "ams", 50, 1)))
                                .content()
                                .rankings()
                                .get("zg"))
                .orElseThrow();
        assertSame(rankings.get(MEASURED).orElseThrow(), rankings.get(other).orElseThrow());
    }

    private BuildResult build(List<ClientPrefix> clients, List<ClientPrefix> networks, List<Burst> bursts) {
        BurstWindow window = new BurstWindow(List.of("ams", "nyc"));
        bursts.forEach(window::add);
        return builder.build(new BuildInput(TOPOLOGY, clients, networks, window, Map.of(), BuilderState.EMPTY, 1, NOW));
    }

    private static List<ClientPrefix> distinct(List<ClientPrefix> networks) {
        return networks.stream().distinct().toList();
    }

    private static Burst burst(Prefix prefix, String zone, long millis, long age) {
        return Burst.single(prefix, zone, NOW.minusSeconds(age), ProbeMethod.TCP, millis * 1_000_000);
    }
}
