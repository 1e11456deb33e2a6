package org.isochrone.steering.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may take a zone down. A peer is written as what it sees of zones a, b, c …: {@code + - .} for up, down, none. */
class QuorumTest {
    private static List<HealthObservation> seen(List<String> peers) {
        List<HealthObservation> observations = new ArrayList<>();
        for (int peer = 0; peer < peers.size(); peer++) {
            for (int zone = 0; zone < peers.get(peer).length(); zone++) {
                char sees = peers.get(peer).charAt(zone);
                if (sees != '.') {
                    observations.add(seen(
                            zone(zone), "http://gateway", "p" + peer, sees == '+' ? HealthState.UP : HealthState.DOWN));
                }
            }
        }
        return observations;
    }

    private static HealthObservation seen(String zone, String endpoint, String peer, HealthState state) {
        return new HealthObservation(zone, endpoint, peer, state, "refused", Instant.EPOCH, Instant.EPOCH);
    }

    private static String zone(int index) {
        return Character.toString('a' + index);
    }

    private static String down(HealthView view, int zones) {
        return IntStream.range(0, zones)
                .mapToObj(QuorumTest::zone)
                .filter(zone -> !view.up(zone))
                .collect(Collectors.joining());
    }

    @ParameterizedTest(name = "{3}")
    @CsvSource(delimiter = '|', textBlock = """
            -++         | a   |          | a peer alone decides alone
            ---         | abc |          | even when it sees everything down: nobody contradicts
            +--         | bc  |          | and when all but its own zone are down
            -++ +++     |     |          | of two that disagree nobody wins
            -++ -++     | a   |          | two that agree
            --- +++     |     | p0       | one of two is cut off
            -++ -++ +++ | a   |          | two of three
            -++ +++ +++ |     |          | one of three
            --- +++ +++ |     | p0       | one of three is cut off, its own zone included
            +-- +++ +++ |     | p0       | one of three is cut off, its own zone not included
            --- -++ +++ |     | p0       | the word of the cut off does not help another to a majority
            --- -++ -++ | a   | p0       | nor keep one from it
            +-- -++ -++ | a   | p0       | though its word for up counts
            --- --- --- | abc |          | everything is down, as everybody says
            +-- +-- +-- | bc  |          | all but one zone are down, as everybody says
            +-- +-- +++ | bc  |          | suspects are the majority: zones have failed
            -- +- -+    |     | p0       | a network that lost everything, and two broken paths
            .-+ .++ .++ |     |          | who does not observe a zone says nothing of it
            -.. +++ +++ |     |          | who observes one zone only is not suspect
            -.. ..+ .+. | a   |          | nobody else observes it
            ---+++++ ++++++++ ++++++++ | | | three of eight are not suspicious
            ------++ ++++++++ ++++++++ | | p0 | six of eight are
            """)
    void decides(String peers, String down, String cutOff, String why) {
        List<String> views = Arrays.asList(peers.strip().split(" +"));
        HealthView view = new HealthView(seen(views));
        assertEquals(down == null ? "" : down, down(view, views.getFirst().length()), why);
        assertEquals(
                cutOff == null ? "" : cutOff,
                view.cutOff().stream().map(CutOff::peer).collect(Collectors.joining(" ")),
                why);
    }

    @Test
    void downIsToldApartFromDownOnlyFromHere() {
        HealthView view = new HealthView(seen(List.of("-++-", "++--", "++++")));
        assertEquals(
                new ZoneHealth(
                        ZoneHealth.Verdict.DOWN_FROM_SOME,
                        List.of("p1", "p2"),
                        List.of("p0"),
                        "http://gateway: refused (p0, since 1970-01-01T00:00:00Z)"),
                view.of("a"));
        assertEquals(ZoneHealth.Verdict.UP, view.of("b").verdict());
        assertEquals(ZoneHealth.Verdict.DOWN, view.of("d").verdict());
        assertEquals(List.of("p0", "p1"), view.of("d").downFrom());
        assertEquals(ZoneHealth.UNOBSERVED, view.of("z"));
        assertTrue(
                view.of("a").story().startsWith("from p0, up from p1, p2: "),
                view.of("a").story());
        assertTrue(view.of("d").reason().contains("(p1, since"), view.of("d").reason());
    }

    @Test
    void aPeerSeesAZoneUpThroughAnyOfItsEndpoints() {
        HealthView view = new HealthView(List.of(
                seen("a", "one", "p0", HealthState.DOWN), seen("a", "two", "p0", HealthState.UP),
                seen("a", "one", "p1", HealthState.UP), seen("a", "two", "p1", HealthState.DOWN),
                seen("a", "one", "p2", HealthState.DOWN), seen("a", "two", "p2", HealthState.DOWN)));
        assertEquals(List.of("p2"), view.of("a").downFrom());
        assertTrue(view.up("a"), "each endpoint is down for two of three, the zone for one");
    }

    @Test
    void theRulesHoldForWhateverPeersSee() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            int zones = 1 + random.nextInt(6);
            List<String> peers = peers(random, 1 + random.nextInt(7), zones);
            List<HealthObservation> observations = new ArrayList<>(seen(peers));
            HealthView view = new HealthView(observations);
            Collections.shuffle(observations, random);
            HealthView shuffled = new HealthView(observations);
            Set<String> cutOff = view.cutOff().stream().map(CutOff::peer).collect(Collectors.toSet());
            String story = "seed " + seed + ": " + peers + " cut off " + cutOff;
            assertTrue(2 * cutOff.size() <= peers.size(), story);
            assertEquals(view.cutOff(), shuffled.cutOff(), story);
            for (int i = 0; i < zones; i++) {
                ZoneHealth zone = view.of(zone(i));
                assertEquals(zone, shuffled.of(zone(i)), story);
                Set<String> against = new HashSet<>(zone.downFrom());
                assertFalse(
                        against.size() == 1 && zone.upFrom().size() >= 2 && !view.up(zone(i)),
                        () -> "one peer took a zone down: " + story);
                assertEquals(against.isEmpty(), zone.verdict() == ZoneHealth.Verdict.UP, story);
                if (zone.upFrom().isEmpty() && cutOff.isEmpty()) {
                    assertEquals(against.isEmpty(), view.up(zone(i)), story);
                }
                against.removeAll(cutOff);
                assertEquals(against.size() > zone.upFrom().size(), !view.up(zone(i)), story);
            }
        }
    }

    /**
     * Whatever one peer sees, a zone that at least two others see up is up, and one that all others see down is down.
     */
    @Test
    void aPeerWhoseNetworkBreaksChangesNothingForTheOthers() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            int zones = 3 + random.nextInt(5);
            String truth = peers(random, 1, zones).getFirst().replace('.', '+');
            List<String> peers = new ArrayList<>(Collections.nCopies(3 + random.nextInt(5), truth));
            peers.set(random.nextInt(peers.size()), "-".repeat(zones));
            HealthView view = new HealthView(seen(peers));
            for (int i = 0; i < zones; i++) {
                assertEquals(truth.charAt(i) == '+', view.up(zone(i)), "seed " + seed + ": " + peers);
            }
        }
    }

    private static List<String> peers(Random random, int count, int zones) {
        int downs = random.nextInt(10);
        return IntStream.range(0, count)
                .mapToObj(_ -> IntStream.range(0, zones)
                        .mapToObj(_ -> random.nextInt(10) < downs ? "-" : random.nextInt(10) == 0 ? "." : "+")
                        .collect(Collectors.joining()))
                .toList();
    }
}
