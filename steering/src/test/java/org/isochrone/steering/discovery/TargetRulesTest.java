package org.isochrone.steering.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.topology.GeoPoint;
import org.junit.jupiter.api.Test;

/** Which target of a prefix is taken, and what becomes of one that keeps silent. */
class TargetRulesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final TargetLife LIFE = new TargetLife(new LightRules(Map.of()));
    private static final TargetChoice CHOICE = new TargetChoice(
            Set.of(ProbeMethod.ICMP, ProbeMethod.TCP, ProbeMethod.DNS), false, TargetChoice.LEAST_LEAF_PAUSE);

    private static KnownTarget icmp(int last, TargetSource source) {
        IpAddress address = IpAddress.parse("8.0.0." + last);
        return KnownTarget.fresh(new Candidate(new Target(address.leaf(), address, ProbeMethod.ICMP, 0), source));
    }

    private static KnownTarget good(int last) {
        return LIFE.after(icmp(last, TargetSource.HITLIST), new Finding.Answered(1), NOW, Optional.empty(), Map.of());
    }

    @Test
    void everyMethodOfAnAddressIsTriedInTurnAndAResolverIsAskedFirst() {
        for (TargetSource source : List.of(TargetSource.HITLIST, TargetSource.SEEN)) {
            List<KnownTarget> all = new ArrayList<>(Candidate.every(IpAddress.parse("8.0.0.1"), source).stream()
                    .map(KnownTarget::fresh)
                    .toList());
            List<ProbeMethod> order = new ArrayList<>();
            Instant now = NOW;
            for (int i = 0; i < 3; i++) {
                KnownTarget known = CHOICE.choose(all, now).orElseThrow().known();
                order.add(known.target().method());
                Instant at = now;
                all.replaceAll(each -> (each.target().equals(known.target())
                                ? LIFE.after(each, new Finding.Lost(), at, Optional.empty(), Map.of())
                                : each)
                        .burstAt(at));
                assertEquals(Optional.empty(), CHOICE.choose(all, now.plusSeconds(599)));
                now = now.plus(TargetChoice.PAUSE);
            }
            assertEquals(
                    source == TargetSource.SEEN
                            ? List.of(ProbeMethod.DNS, ProbeMethod.ICMP, ProbeMethod.TCP)
                            : List.of(ProbeMethod.ICMP, ProbeMethod.TCP, ProbeMethod.DNS),
                    order);
        }
    }

    @Test
    void threeGoodOnesAreKeptAndTakenInTurn() {
        List<KnownTarget> all = new ArrayList<>(List.of(good(4), good(2), good(1), good(3)));
        Set<IpAddress> used = new HashSet<>();
        for (int i = 0; i < 9; i++) {
            Instant at = NOW.plus(TargetChoice.PAUSE.multipliedBy(i));
            Target target = CHOICE.choose(all, at).orElseThrow().known().target();
            used.add(target.address());
            all.replaceAll(known -> known.target().equals(target) ? known.burstAt(at) : known);
        }
        assertEquals(Set.of(IpAddress.parse("8.0.0.1"), IpAddress.parse("8.0.0.2"), IpAddress.parse("8.0.0.3")), used);
        assertEquals(3, CHOICE.inUse(all));
    }

    @Test
    void whileFewAreGoodOthersAreTriedNowAndThen() {
        List<KnownTarget> all = List.of(good(1).burstAt(NOW), icmp(2, TargetSource.HITLIST));
        int tries = 0;
        for (int i = 0; i < 400; i++) {
            Instant at = NOW.plus(TargetChoice.PAUSE).plusSeconds(i);
            tries += CHOICE.choose(all, at).orElseThrow().use() == TargetChoice.Use.TRY ? 1 : 0;
        }
        assertEquals(100, tries, 60);
    }

    @Test
    void aZoneThatIsCutOffRetiresNobodyAlone() {
        Map<String, ZoneSight> sights = new TreeMap<>();
        sights.put("up", ZoneSight.NOTHING.with(new Finding.Answered(5), NOW));
        KnownTarget known = good(1);
        for (int i = 1; i <= 10; i++) {
            known = lose(known, sights, "cut-off", NOW.plusSeconds(i));
            assertEquals(Standing.GOOD, known.standing());
        }
        known = lose(known, sights, "up", NOW.plusSeconds(20));
        assertEquals(Standing.RESTING, known.standing());
    }

    @Test
    void whileThreeGoodOnesPauseNoStrangerIsTriedInTheirPlace() {
        List<KnownTarget> all = List.of(
                good(1).burstAt(NOW), good(2).burstAt(NOW), good(3).burstAt(NOW), icmp(4, TargetSource.HITLIST));
        Instant soon = NOW.plusSeconds(30);
        assertEquals(Optional.empty(), CHOICE.choose(all, soon));
        assertEquals(NOW.plus(TargetChoice.PAUSE), CHOICE.lookAgain(all, soon, Duration.ofHours(6)));
        List<KnownTarget> one = List.of(good(1).burstAt(NOW), icmp(4, TargetSource.HITLIST));
        assertEquals(
                TargetChoice.Use.TRY, CHOICE.choose(one, soon).orElseThrow().use(), "so that there may be two");
    }

    @Test
    void whoRestsForAMonthIsLookedAtAgainWithinTheInterval() {
        KnownTarget resting = icmp(1, TargetSource.HITLIST);
        for (int i = 0; i < 12; i++) {
            resting = LIFE.after(resting, new Finding.Lost(), NOW, Optional.empty(), Map.of());
        }
        assertEquals(NOW.plus(TargetLife.LONGEST_REST), resting.nextTry());
        Duration interval = Duration.ofHours(6);
        assertEquals(NOW.plus(interval), CHOICE.lookAgain(List.of(resting), NOW, interval));
    }

    @Test
    void aZoneThatIsGoneIsWaitedForNoLongerThanADay() {
        Map<String, ZoneSight> sights = new TreeMap<>();
        sights.put("gone", ZoneSight.NOTHING.with(new Finding.Lost(), NOW.minus(ZoneSight.LIFE)));
        KnownTarget known = good(1);
        for (int i = 1; i <= TargetLife.PATIENCE; i++) {
            known = lose(known, sights, "here", NOW.plusSeconds(i));
        }
        assertEquals(Standing.RESTING, known.standing(), "here is the only zone that measures it now");
    }

    @Test
    void aPlaceThatTwoZonesContradictIsWrongAndOneThatOneDoesIsNot() {
        GeoPoint sydney = new GeoPoint(-33.9, 151.2);
        TargetLife life = new TargetLife(new LightRules(Map.of(
                "ams", new GeoPoint(52.4, 4.9), "lon", new GeoPoint(51.5, -0.1), "syd", new GeoPoint(-33.8, 151.0))));
        Map<String, ZoneSight> sights = new TreeMap<>();
        KnownTarget known = icmp(1, TargetSource.HITLIST);
        for (String zone : List.of("ams", "lon")) {
            sights.put(zone, ZoneSight.NOTHING.with(new Finding.Answered(9_000_000), NOW));
            known = life.after(known, new Finding.Answered(9_000_000), NOW, Optional.of(sydney), sights);
            assertEquals(Standing.GOOD, known.standing(), "it is in Europe, whatever is said of its place");
        }
        sights.remove("ams");
        sights.put("syd", ZoneSight.NOTHING.with(new Finding.Answered(200_000_000), NOW));
        known = life.after(known, new Finding.Answered(200_000_000), NOW, Optional.of(sydney), sights);
        assertEquals(Standing.ASIDE, known.standing());
    }

    @Test
    void aRestGrowsUpToAMonth() {
        assertEquals(Duration.ofHours(1), TargetLife.rest(1));
        assertEquals(Duration.ofHours(4), TargetLife.rest(3));
        assertEquals(TargetLife.LONGEST_REST, TargetLife.rest(11));
        assertEquals(TargetLife.LONGEST_REST, TargetLife.rest(1_000_000));
    }

    private static KnownTarget lose(KnownTarget known, Map<String, ZoneSight> sights, String zone, Instant at) {
        sights.merge(
                zone, ZoneSight.NOTHING.with(new Finding.Lost(), at), (old, fresh) -> old.with(new Finding.Lost(), at));
        return LIFE.after(known, new Finding.Lost(), at, Optional.empty(), sights);
    }

    @Test
    void whatHasNoSocketJustNowIsLookedAtAgainSoonAndOnlyThat() {
        KnownTarget four = good(1);
        IpAddress six = IpAddress.parse("2001:678::1");
        KnownTarget other = KnownTarget.fresh(
                new Candidate(new Target(six.leaf(), six, ProbeMethod.ICMP, 0), TargetSource.HITLIST));
        TargetChoice without = new TargetChoice(
                CHOICE.methods(), Set.of(new Means(ProbeMethod.ICMP, IpFamily.IPV6)), false, CHOICE.leafPause());
        assertEquals(Optional.empty(), without.choose(List.of(other), NOW));
        assertEquals(
                four,
                without.choose(List.of(four), NOW.plusSeconds(600))
                        .orElseThrow()
                        .known());
        Duration interval = Duration.ofHours(6);
        assertEquals(NOW.plus(TargetChoice.LOOK_AGAIN), without.lookAgain(List.of(other), NOW, interval));
        TargetChoice never = new TargetChoice(Set.of(ProbeMethod.TCP), false, CHOICE.leafPause());
        assertEquals(NOW.plus(interval), never.lookAgain(List.of(other), NOW, interval));
    }
}
