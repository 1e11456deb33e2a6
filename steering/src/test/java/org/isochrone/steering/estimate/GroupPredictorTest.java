package org.isochrone.steering.estimate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.prefix.Prefix;
import org.junit.jupiter.api.Test;

/** What parents say of zone "b" to a prefix that was measured from zone "a" only. */
class GroupPredictorTest {
    private static final long MILLI = 1_000_000;
    private static final int SIBLINGS = 6;

    private final List<ClientPrefix> clients = new ArrayList<>();
    private final BurstWindow window = new BurstWindow(List.of("a", "b", "c", "d"));

    @Test
    void differencesBetweenZonesAreSharedAndTheAccessLineIsNot() {
        siblings(SIBLINGS, 0, 30);
        ClientPrefix slow = client(0);
        measure(slow, "a", 110);
        EstimateTable table = estimate();
        int row = row(table, slow);
        assertEquals(Provenance.COUNTRY, table.provenance(row, 1));
        assertEquals(130 * MILLI, table.rttNanos(row, 1));
        assertEquals(180 * MILLI, table.rttNanos(row, 2));
        assertEquals(MILLI, table.errorNanos(row, 1));
    }

    @Test
    void aParentSaysNothingOfAZoneAboutWhichItsChildrenDisagree() {
        siblings(SIBLINGS, 64_501, 30);
        siblings(SIBLINGS - 2, 64_502, 230);
        ClientPrefix near = client(64_501);
        measure(near, "a", 50);
        ClientPrefix anywhere = client(0);
        measure(anywhere, "a", 50);
        EstimateTable table = estimate();
        assertEquals(Provenance.AS, table.provenance(row(table, near), 1));
        assertEquals(70 * MILLI, table.rttNanos(row(table, near), 1));
        assertEquals(Provenance.NONE, table.provenance(row(table, anywhere), 1), "four of ten are 200 ms off");
        assertEquals(Provenance.COUNTRY, table.provenance(row(table, anywhere), 2), "about c they agree");
        assertEquals(120 * MILLI, table.rttNanos(row(table, anywhere), 2));
    }

    @Test
    void childrenWhoOnlySeemToDisagreeSinceTheyWereMeasuredBadlyAreAParent() {
        int[] millisToB = {20, 30, 70, 110, 120, 70};
        for (int i = 0; i < SIBLINGS; i++) {
            ClientPrefix sibling = client(0);
            measure(sibling, "a", 10);
            for (int j = 0; j < SIBLINGS; j++) {
                measure(sibling, "b", millisToB[i] + 60 * j);
            }
        }
        ClientPrefix other = client(0);
        measure(other, "a", 10);
        EstimateTable table = estimate();
        assertEquals(Provenance.COUNTRY, table.provenance(row(table, other), 1));
    }

    @Test
    void theNearestZoneIsKnownThoughWaysToFarOnesDiffer() {
        measureAll(new int[][] {{13, 116, 142}, {8, 109, 172}, {12, 99, 136}});
        ClientPrefix other = client(0);
        EstimateTable table = estimate();
        assertEquals(Provenance.COUNTRY, table.provenance(row(table, other), 0));
        assertEquals(12 * MILLI, table.rttNanos(row(table, other), 0));
        assertEquals(8 * MILLI, table.errorNanos(row(table, other), 0), "twice the 4 ms that one is off");
    }

    @Test
    void aParentThatSaysNothingOfTheNearestZoneSaysNothingOfFartherOnes() {
        measureAll(new int[][] {{42, 107, 229}, {20, 93, 215}, {76, 136, 184}, {3, 114, 240}, {150, 207, 184}});
        ClientPrefix other = client(0);
        EstimateTable table = estimate();
        for (int zone = 0; zone < 3; zone++) {
            assertEquals(Provenance.NONE, table.provenance(row(table, other), zone), "zone " + zone);
        }
    }

    @Test
    void twoChildrenAreNoParent() {
        for (int i = 0; i < 2; i++) {
            ClientPrefix sibling = client(0);
            measure(sibling, "a", 10);
            measure(sibling, "b", 30);
        }
        ClientPrefix other = client(0);
        measure(other, "a", 10);
        EstimateTable table = estimate();
        assertEquals(Provenance.NONE, table.provenance(row(table, other), 1));
    }

    /** Prefixes with access lines from 0 to 50 ms, 10 ms from "a", 80 ms from "c" and 60 ms from "d". */
    private void siblings(int many, long asn, int millisToB) {
        for (int i = 0; i < many; i++) {
            ClientPrefix sibling = client(asn);
            measure(sibling, "a", 10 * i + 10);
            measure(sibling, "b", 10 * i + millisToB);
            measure(sibling, "c", 10 * i + 80);
            measure(sibling, "d", 10 * i + 60);
        }
    }

    /** Prefixes with so many milliseconds from "a", "b" and "c". */
    private void measureAll(int[][] millis) {
        for (int[] row : millis) {
            ClientPrefix sibling = client(0);
            measure(sibling, "a", row[0]);
            measure(sibling, "b", row[1]);
            measure(sibling, "c", row[2]);
        }
    }

    private ClientPrefix client(long asn) {
        Prefix prefix = Prefix.parse("10.0." + clients.size() + ".0/24");
        ClientPrefix client = new ClientPrefix(prefix, asn, "NL", Optional.empty());
        clients.add(client);
        return client;
    }

    private void measure(ClientPrefix client, String zone, int millis) {
        window.add(burst(client, zone, millis));
    }

    private static Burst burst(ClientPrefix client, String zone, int millis) {
        return Burst.single(
                client.prefix(), zone, SyntheticInternet.NOW.minusSeconds(60), ProbeMethod.ICMP, millis * MILLI);
    }

    private EstimateTable estimate() {
        return new WindowEstimator(List.of(new GroupPredictor()))
                .estimate(new EstimateInput(
                        window, clients, List.of(), Map.of(), SyntheticInternet.NOW, SyntheticInternet.WINDOW));
    }

    private static int row(EstimateTable table, ClientPrefix client) {
        return table.row(client.prefix()).orElseThrow();
    }
}
