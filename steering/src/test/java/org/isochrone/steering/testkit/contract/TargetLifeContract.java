package org.isochrone.steering.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.discovery.Candidate;
import org.isochrone.steering.discovery.Finding;
import org.isochrone.steering.discovery.KnownTarget;
import org.isochrone.steering.discovery.Standing;
import org.isochrone.steering.discovery.TargetChoice;
import org.isochrone.steering.discovery.TargetSource;
import org.isochrone.steering.plan.Claim;
import org.isochrone.steering.plan.ClaimRequest;
import org.isochrone.steering.port.ProbeWork;
import org.isochrone.steering.port.TargetStore;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.junit.jupiter.api.Test;

/** Which targets every pair of {@link TargetStore} and {@link ProbeWork} keeps, and what becomes of them. */
abstract class TargetLifeContract extends ProbeWorkSupport {
    @Test
    void keepsWhoIsOfferedOnceAndNotTooMany() {
        Stores stores = stores();
        List<Candidate> every = Candidate.every(IpAddress.parse("8.0.0.1"), TargetSource.SEEN);
        assertEquals(3, stores.targets().offer(every));
        assertEquals(0, stores.targets().offer(every));
        assertEquals(
                every.stream()
                        .map(Candidate::target)
                        .sorted(Comparator.comparing(Target::method))
                        .toList(),
                stores.targets().known(A).stream().map(KnownTarget::target).toList());
        assertEquals(
                KnownTarget.fresh(every.getFirst()),
                stores.targets().known(A).stream()
                        .filter(known -> known.target().equals(every.getFirst().target()))
                        .findFirst()
                        .orElseThrow());
        List<Candidate> many = IntStream.range(2, 200)
                .mapToObj(i -> new Candidate(icmp("8.0.0." + i), TargetSource.HITLIST))
                .toList();
        assertEquals(TargetStore.MOST_PER_PREFIX - 3, stores.targets().offer(many));
        assertEquals(List.of(ClientPrefix.bare(A)), stores.targets().measurable(T0));
        assertEquals(List.of(ClientPrefix.bare(A)), stores.clients().clients());
        assertEquals(0, stores.targets().offer(List.of()));
    }

    @Test
    void whoIsMeasurableIsToldWithItsPlaceAndInOrder() {
        Stores stores = stores();
        ClientPrefix known = new ClientPrefix(Prefix.parse("8.0.9.0/24"), 3320, "DE", Optional.of(LONDON));
        stores.clients().addClients(List.of(known, ClientPrefix.bare(Prefix.parse("8.0.5.0/24"))));
        stores.clients().addTargets(List.of(icmp("2001:db8::1"), icmp("8.0.9.1"), icmp("8.0.0.1")));
        assertEquals(
                List.of(ClientPrefix.bare(A), known, ClientPrefix.bare(Prefix.parse("2001:db8::/48"))),
                stores.targets().measurable(T0));
    }

    @Test
    void zonesThatAreGoneShareNoTargetsAnyMore() {
        Stores stores = stores();
        stores.clients().addTargets(List.of(icmp("8.0.0.1")));
        for (String zone : List.of("gone", "lon", "syd")) {
            stores.work().plan(zone, List.of(pair(A, 0)), T0);
        }
        assertEquals(
                TargetChoice.PAUSE.multipliedBy(3),
                stores.work().preview(request("one", "lon", T0)).getFirst().share());
        Instant later = T0.plus(ProbeWork.PLAN_LIFE);
        for (String zone : List.of("lon", "syd")) {
            stores.work().plan(zone, List.of(pair(A, 0)), later);
        }
        assertEquals(
                TargetChoice.PAUSE.multipliedBy(2),
                stores.work().preview(request("one", "lon", later)).getFirst().share());
    }

    @Test
    void theDeadGiveWayToWhoIsNamedNext() {
        Stores stores = stores();
        List<Candidate> many = IntStream.range(1, 200)
                .mapToObj(i -> new Candidate(icmp("8.0.0." + i), TargetSource.HITLIST))
                .toList();
        assertEquals(TargetStore.MOST_PER_PREFIX, stores.targets().offer(many));
        stores.work().plan("lon", List.of(pair(A, 0)), T0);
        assertEquals(0, stores.targets().offer(many.subList(100, 101)), "nobody has been found dead yet");
        Claim claim = claim(stores, "one", "lon", T0).getFirst();
        for (int i = 0; i < 3; i++) {
            finish(stores, "one", claim, new Finding.Lost(), T0);
        }
        assertEquals(1, stores.targets().offer(many.subList(100, 102)), "there is one place");
        List<Target> there =
                stores.targets().known(A).stream().map(KnownTarget::target).toList();
        assertEquals(TargetStore.MOST_PER_PREFIX, there.size());
        assertFalse(there.contains(claim.target()));
        assertTrue(there.contains(many.get(100).target()));
        stores.clients().addTargets(List.of(icmp("8.0.0.250")));
        assertEquals(TargetSource.IMPORTED, known(stores, "8.0.0.250").source(), "whom a person names is always taken");
    }

    @Test
    void theDeadAreLeftAloneForLongerAndLonger() {
        Stores stores = stores();
        stores.targets().offer(List.of(new Candidate(icmp("8.0.0.1"), TargetSource.SEEN)));
        stores.work().plan("lon", List.of(pair(A, 0)), T0);
        Instant now = T0;
        for (int rest = 1; rest <= 3; rest++) {
            finish(stores, "one", claim(stores, "one", "lon", now).getFirst(), new Finding.Lost(), now);
            assertEquals(Standing.RESTING, known(stores, "8.0.0.1").standing());
            assertEquals(rest, known(stores, "8.0.0.1").failures());
            Instant next = now.plus(Duration.ofHours(1L << (rest - 1)));
            assertEquals(next, known(stores, "8.0.0.1").nextTry());
            assertEquals(List.of(), claim(stores, "one", "lon", next.minusSeconds(1)));
            now = next;
        }
        finish(stores, "one", claim(stores, "one", "lon", now).getFirst(), FAST, now);
        assertEquals(Standing.GOOD, known(stores, "8.0.0.1").standing());
        assertEquals(0, known(stores, "8.0.0.1").failures());
    }

    @Test
    void whatAnswersInTwoPlacesIsSetAsideWithTheReason() {
        Stores stores = stores();
        stores.clients().addTargets(List.of(icmp("8.0.0.1")));
        Instant now = T0;
        for (String zone : List.of("lon", "syd")) {
            stores.work().plan(zone, List.of(pair(A, 0)), T0);
            finish(stores, zone, claim(stores, zone, zone, now).getFirst(), FAST, now);
            now = now.plus(TargetChoice.PAUSE);
        }
        KnownTarget known = known(stores, "8.0.0.1");
        assertEquals(Standing.ASIDE, known.standing());
        assertTrue(known.reason().startsWith("anycast: 10.00 ms from zones lon and syd together"), known.reason());
        assertEquals(List.of(), stores.targets().measurable(now));
        assertEquals(List.of(), claim(stores, "one", "lon", now.plus(INTERVAL)));
        assertEquals(List.of(ClientPrefix.bare(A)), stores.targets().measurable(known.nextTry()));
    }

    @Test
    void whatIsFasterThanLightToItsPlaceIsSetAside() {
        Stores stores = stores();
        stores.clients().addClients(List.of(new ClientPrefix(A, 0, "", Optional.of(SYDNEY))));
        stores.clients().addTargets(List.of(icmp("8.0.0.1")));
        for (String zone : List.of("lon", "syd")) {
            stores.work().plan(zone, List.of(pair(A, 0)), T0);
        }
        finish(stores, "one", claim(stores, "one", "lon", T0).getFirst(), FAST, T0);
        assertEquals(Standing.GOOD, known(stores, "8.0.0.1").standing(), "the place may be wrong, too");
        Instant next = T0.plus(TargetChoice.PAUSE);
        Finding slow = new Finding.Answered(300_000_000);
        finish(stores, "two", claim(stores, "two", "syd", next).getFirst(), slow, next);
        KnownTarget known = known(stores, "8.0.0.1");
        assertEquals(Standing.ASIDE, known.standing());
        assertTrue(known.reason().startsWith("too fast: 5.00 ms from zone lon"), known.reason());
    }

    @Test
    void whatAPeerMustNotProbeIsKeptWithTheReason() {
        Stores stores = stores();
        stores.clients().addTargets(List.of(icmp("8.0.0.1")));
        stores.work().plan("lon", List.of(pair(A, 0)), T0);
        Finding refused = new Finding.Refused("excluded by 8.0.0.0/8");
        finish(stores, "one", claim(stores, "one", "lon", T0).getFirst(), refused, T0);
        assertEquals(Standing.REFUSED, known(stores, "8.0.0.1").standing());
        assertEquals("excluded by 8.0.0.0/8", known(stores, "8.0.0.1").reason());
        assertEquals(List.of(), stores.targets().measurable(T0));
        assertEquals(List.of(ClientPrefix.bare(A)), stores.targets().measurable(T0.plus(Duration.ofHours(1))));
    }

    @Test
    void whatThisPeerCouldNotSendIsTriedAgainSoonAndBlamesNobody() {
        Stores stores = stores();
        stores.clients().addTargets(List.of(icmp("8.0.0.1"), icmp("8.0.0.2")));
        stores.work().plan("lon", List.of(pair(A, 0)), T0);
        finish(stores, "one", claim(stores, "one", "lon", T0).getFirst(), new Finding.Unsent(), T0);
        assertEquals(Standing.NEW, known(stores, "8.0.0.1").standing());
        assertEquals(1, claim(stores, "two", "lon", T0.plusSeconds(60)).size());
    }

    @Test
    void aPeerGetsOnlyWhatItCanProbe() {
        Stores stores = stores();
        stores.clients().addTargets(List.of(icmp("8.0.0.1")));
        stores.work().plan("lon", List.of(pair(A, 0)), T0);
        TargetChoice noIcmp = new TargetChoice(Set.of(ProbeMethod.TCP), false, PUBLIC.leafPause());
        ClaimRequest request = new ClaimRequest("one", "lon", noIcmp, 10, T0, T0, LEASE);
        assertEquals(List.of(), stores.work().preview(request));
    }
}
