package org.isochrone.steering.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.discovery.Candidate;
import org.isochrone.steering.discovery.Finding;
import org.isochrone.steering.discovery.KnownTarget;
import org.isochrone.steering.discovery.LightRules;
import org.isochrone.steering.discovery.Standing;
import org.isochrone.steering.discovery.TargetChoice;
import org.isochrone.steering.discovery.TargetLife;
import org.isochrone.steering.discovery.TargetSource;
import org.isochrone.steering.plan.Claim;
import org.isochrone.steering.plan.ClaimRequest;
import org.isochrone.steering.plan.Due;
import org.isochrone.steering.plan.Outcome;
import org.isochrone.steering.plan.PlannedPair;
import org.isochrone.steering.plan.Reason;
import org.isochrone.steering.plan.Surprise;
import org.isochrone.steering.port.ClientStore;
import org.isochrone.steering.port.ProbeWork;
import org.isochrone.steering.port.TargetStore;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.GeoPoint;
import org.junit.jupiter.api.Test;

/** What every pair of {@link TargetStore} and {@link ProbeWork} does. */
public abstract class ProbeWorkContract {
    private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration INTERVAL = Duration.ofMinutes(15);
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final GeoPoint LONDON = new GeoPoint(51.5, -0.1);
    private static final GeoPoint SYDNEY = new GeoPoint(-33.9, 151.2);
    private static final TargetLife LIFE = new TargetLife(new LightRules(Map.of("lon", LONDON, "syd", SYDNEY)));
    private static final TargetChoice PUBLIC = new TargetChoice(
            Set.of(ProbeMethod.ICMP, ProbeMethod.TCP, ProbeMethod.DNS), false, TargetChoice.LEAST_LEAF_PAUSE);
    private static final Prefix A = Prefix.parse("8.0.0.0/24");
    private static final Finding FAST = new Finding.Answered(5_000_000);

    /** Stores over the same data. */
    public record Stores(ClientStore clients, TargetStore targets, ProbeWork work) {}

    /** Returns empty stores. */
    protected abstract Stores stores();

    private static PlannedPair pair(Prefix prefix, long weight) {
        return new PlannedPair(prefix, Reason.NEAR, INTERVAL, weight, 0, 0);
    }

    private static ClaimRequest request(String peer, String zone, Instant now) {
        return new ClaimRequest(peer, zone, PUBLIC, 10_000, now, now, LEASE);
    }

    private static Target icmp(String address) {
        IpAddress parsed = IpAddress.parse(address);
        return new Target(parsed.leaf(), parsed, ProbeMethod.ICMP, 0);
    }

    private static List<Claim> claim(Stores stores, String peer, String zone, Instant now) {
        return stores.work().claim(request(peer, zone, now));
    }

    private static void finish(Stores stores, String peer, Claim claim, Finding finding, Instant at) {
        stores.work().finish(peer, List.of(new Outcome(claim, finding, at)), LIFE);
    }

    private static KnownTarget known(Stores stores, String address) {
        IpAddress parsed = IpAddress.parse(address);
        return stores.targets().known(parsed.leaf()).stream()
                .filter(known -> known.target().address().equals(parsed))
                .findFirst()
                .orElseThrow();
    }

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
    void aRoundIsGivenWhatWasDueWhenItBegan() {
        Stores stores = stores();
        stores.clients().addTargets(List.of(icmp("8.0.0.1")));
        stores.work().plan("lon", List.of(pair(A, 0)), T0);
        Instant later = T0.plusSeconds(90);
        finish(stores, "one", claim(stores, "one", "lon", T0).getFirst(), new Finding.Unsent(), T0);
        Instant rested = T0.plus(TargetChoice.PAUSE);
        ClaimRequest early = new ClaimRequest("one", "lon", PUBLIC, 10, rested, T0.plusSeconds(59), LEASE);
        assertEquals(List.of(), stores.work().claim(early));
        ClaimRequest late = new ClaimRequest("one", "lon", PUBLIC, 10, rested, later, LEASE);
        assertEquals(1, stores.work().claim(late).size());
    }

    @Test
    void oneOfManyPlans() {
        ProbeWork work = stores().work();
        assertTrue(work.takePlanning("lon", T0, INTERVAL));
        assertFalse(work.takePlanning("lon", T0.plusSeconds(1), INTERVAL));
        assertTrue(work.takePlanning("syd", T0.plusSeconds(1), INTERVAL));
        assertTrue(work.takePlanning("lon", T0.plus(INTERVAL), INTERVAL));
    }

    @Test
    void aPairIsClaimedByOnePeerAndDueAgainAfterItsInterval() {
        Stores stores = stores();
        stores.clients().addTargets(List.of(icmp("8.0.0.1")));
        stores.work().plan("lon", List.of(pair(A, 7)), T0);
        assertEquals(1, stores.work().preview(request("one", "lon", T0)).size());
        List<Claim> claims = claim(stores, "one", "lon", T0);
        assertEquals(
                List.of(icmp("8.0.0.1")), claims.stream().map(Claim::target).toList());
        Claim claim = claims.getFirst();
        assertEquals(pair(A, 7), claim.pair());
        assertEquals(Due.FIRST, claim.due());
        assertEquals(TargetChoice.Use.TRY, claim.use());
        assertEquals(TargetChoice.PAUSE, claim.share());
        assertEquals(List.of(), claim(stores, "two", "lon", T0.plusSeconds(1)));
        assertEquals(List.of(), stores.work().preview(request("two", "lon", T0.plusSeconds(1))));

        finish(stores, "one", claim, FAST, T0.plusSeconds(2));
        assertEquals(Standing.GOOD, known(stores, "8.0.0.1").standing());
        assertEquals(Optional.of(T0.plusSeconds(2)), known(stores, "8.0.0.1").lastAnswer());
        assertEquals(T0.plusSeconds(2), known(stores, "8.0.0.1").lastBurst());
        Instant due = T0.plusSeconds(2).plus(INTERVAL);
        assertEquals(List.of(), claim(stores, "two", "lon", due.minusMillis(1)));
        Claim next = claim(stores, "two", "lon", due).getFirst();
        assertEquals(Due.INTERVAL, next.due());
        assertEquals(TargetChoice.Use.MEASURE, next.use());
    }

    @Test
    void aPeerThatDiesGivesItsWorkBack() {
        Stores stores = stores();
        stores.clients().addTargets(List.of(icmp("8.0.0.1"), icmp("8.0.0.2")));
        stores.work().plan("lon", List.of(pair(A, 0)), T0);
        Claim first = claim(stores, "dead", "lon", T0).getFirst();
        Instant over = T0.plus(LEASE);
        assertEquals(List.of(), claim(stores, "two", "lon", over.minusMillis(1)));
        Claim second = claim(stores, "two", "lon", over).getFirst();
        assertEquals(Due.AGAIN, second.due());
        assertFalse(second.target().equals(first.target()), "that one still has its pause");
        finish(stores, "dead", first, FAST, over.plusSeconds(1));
        assertEquals(List.of(), claim(stores, "three", "lon", over.plusSeconds(2)), "it belongs to the second");
        finish(stores, "two", second, FAST, over.plusSeconds(3));
        assertEquals(Standing.GOOD, known(stores, "8.0.0.1").standing(), "what it found counts all the same");
    }

    @Test
    void noAddressGetsTwoBurstsInTenMinutesFromAnybody() {
        Stores stores = stores();
        stores.targets().offer(Candidate.every(IpAddress.parse("8.0.0.1"), TargetSource.HITLIST));
        for (String zone : List.of("lon", "syd")) {
            stores.work().plan(zone, List.of(pair(A, 0)), T0);
        }
        Claim claim = claim(stores, "one", "lon", T0).getFirst();
        assertEquals(List.of(), claim(stores, "two", "syd", T0.plusSeconds(1)), "by no other method either");
        Instant sent = T0.plusSeconds(20);
        finish(stores, "one", claim, new Finding.Unsent(), sent);
        Instant rested = sent.plus(TargetChoice.PAUSE);
        assertEquals(List.of(), claim(stores, "two", "syd", rested.minusMillis(1)));
        assertEquals(1, claim(stores, "two", "syd", rested).size());
    }

    @Test
    void whatADeadPeerMayHaveProbedIsLeftAloneAsIfItHadDoneSoAtTheLastMoment() {
        Stores stores = stores();
        stores.clients().addTargets(List.of(icmp("8.0.0.1")));
        stores.work().plan("lon", List.of(pair(A, 0)), T0);
        assertEquals(1, claim(stores, "dead", "lon", T0).size());
        Instant rested = T0.plus(LEASE).plus(TargetChoice.PAUSE);
        assertEquals(List.of(), claim(stores, "two", "lon", rested.minusMillis(1)));
        assertEquals(1, claim(stores, "two", "lon", rested).size());
    }

    /** Eight peers in eight zones ask at once, again and again, for a hundred prefixes with many targets each. */
    @Test
    void burstsIntoOneLeafAreApartWhoeverSendsThem() {
        Stores stores = stores();
        List<Target> targets = new ArrayList<>();
        List<PlannedPair> pairs = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            pairs.add(pair(Prefix.parse("8.0." + i + ".0/24"), 0));
            for (int host = 1; host <= 16; host++) {
                targets.add(icmp("8.0." + i + "." + host));
            }
        }
        stores.clients().addTargets(targets);
        List<String> zones = IntStream.range(0, 8).mapToObj(i -> "z" + i).toList();
        zones.forEach(zone -> stores.work().plan(zone, pairs, T0));
        List<Claim> all = new ArrayList<>();
        for (int second = 0; second < 60; second += 5) {
            Instant now = T0.plusSeconds(second);
            zones.stream()
                    .map(zone -> CompletableFuture.supplyAsync(() -> claim(stores, zone, zone, now)))
                    .toList()
                    .forEach(peer -> all.addAll(peer.join()));
        }
        Map<Prefix, List<Instant>> turns = all.stream()
                .collect(Collectors.groupingBy(
                        claim -> claim.target().address().leaf(),
                        Collectors.mapping(claim -> claim.lease().from(), Collectors.toList())));
        assertEquals(100, turns.size());
        turns.forEach((leaf, given) -> {
            List<Instant> sorted = given.stream().sorted().toList();
            for (int i = 1; i < sorted.size(); i++) {
                Duration apart = Duration.between(sorted.get(i - 1), sorted.get(i));
                assertTrue(apart.compareTo(PUBLIC.leafPause()) >= 0, leaf + ": " + sorted);
            }
        });
        assertEquals(800, all.size(), "every zone has had its turn with every prefix");
        assertEquals(800, new HashSet<>(all.stream().map(Claim::target).toList()).size());
    }

    @Test
    void aLeafHasItsTurnsEvenWhereSeveralClientPrefixesLieInIt() {
        Stores stores = stores();
        Prefix low = Prefix.parse("8.0.0.0/25");
        Prefix high = Prefix.parse("8.0.0.128/25");
        stores.clients()
                .addTargets(List.of(
                        new Target(low, IpAddress.parse("8.0.0.1"), ProbeMethod.ICMP, 0),
                        new Target(high, IpAddress.parse("8.0.0.129"), ProbeMethod.ICMP, 0)));
        stores.work().plan("lon", List.of(pair(low, 0), pair(high, 0)), T0);
        List<Instant> turns = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            claim(stores, "one", "lon", T0)
                    .forEach(claim -> turns.add(claim.lease().from()));
        }
        assertEquals(List.of(T0, T0.plus(PUBLIC.leafPause())), turns);
    }

    /** The turn of a prefix that is too far off is left for later, and others are not held up by that. */
    @Test
    void aBatchThatIsWhollyPutOffDoesNotEndTheRound() {
        Stores stores = stores();
        List<PlannedPair> pairs = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Target target = icmp("8.0." + i + ".1");
            stores.clients().addTargets(List.of(target));
            pairs.add(pair(target.prefix(), 1L << (8 - i)));
        }
        stores.work().plan("syd", pairs.subList(0, 6), T0);
        assertEquals(6, claim(stores, "other", "syd", T0).size());
        stores.work().plan("lon", pairs, T0);
        ClaimRequest two = new ClaimRequest("one", "lon", PUBLIC, 2, T0, T0, LEASE);
        assertEquals(
                List.of(pairs.getLast()),
                stores.work().preview(two).stream().map(Claim::pair).toList());
        assertEquals(
                List.of(pairs.getLast()),
                stores.work().claim(two).stream().map(Claim::pair).toList(),
                "the targets of the six heavier ones have been claimed by the other");
    }

    @Test
    void aPlanLeavesWhatIsClaimedToWhomHasIt() {
        Stores stores = stores();
        stores.clients().addTargets(List.of(icmp("8.0.0.1"), icmp("8.0.0.2")));
        stores.work().plan("lon", List.of(pair(A, 0)), T0);
        assertEquals(1, claim(stores, "one", "lon", T0).size());
        Duration minute = Duration.ofMinutes(1);
        stores.work().plan("lon", List.of(new PlannedPair(A, Reason.INCUMBENT, minute, 9, 0, 0)), T0);
        assertEquals(List.of(), claim(stores, "two", "lon", T0.plus(minute)));
        assertEquals(1, claim(stores, "two", "lon", T0.plus(LEASE)).size());
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
    void manyPeersOfOneZoneShareItsPairsWithoutDoubleWork() {
        Stores stores = stores();
        int count = 2000;
        List<PlannedPair> pairs = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Target target = icmp("8." + i / 256 + "." + i % 256 + ".1");
            targets.add(target);
            pairs.add(pair(target.prefix(), i));
        }
        stores.clients().addTargets(targets);
        stores.work().plan("lon", pairs, T0);
        List<CompletableFuture<List<Claim>>> peers = IntStream.range(0, 4)
                .mapToObj(peer -> CompletableFuture.supplyAsync(() -> {
                    List<Claim> mine = new ArrayList<>();
                    ClaimRequest request = new ClaimRequest("peer-" + peer, "lon", PUBLIC, 70, T0, T0, LEASE);
                    for (List<Claim> next = stores.work().claim(request);
                            !next.isEmpty();
                            next = stores.work().claim(request)) {
                        mine.addAll(next);
                        stores.work()
                                .finish(
                                        request.peer(),
                                        next.stream()
                                                .map(claim -> new Outcome(claim, FAST, T0.plusSeconds(1)))
                                                .toList(),
                                        LIFE);
                    }
                    return mine;
                }))
                .toList();
        List<Claim> all = peers.stream().flatMap(peer -> peer.join().stream()).toList();
        all = new ArrayList<>(all);
        // Rows that another peer had locked at that moment are passed over, and are there the next time.
        all.addAll(claim(stores, "last", "lon", T0));
        assertEquals(count, all.size());
        assertEquals(count, new HashSet<>(all.stream().map(Claim::target).toList()).size());
    }

    @Test
    void heavyPrefixesComeFirst() {
        Stores stores = stores();
        Prefix b = Prefix.parse("8.0.1.0/24");
        stores.clients().addTargets(List.of(icmp("8.0.0.1"), icmp("8.0.1.1")));
        stores.work().plan("lon", List.of(pair(A, 3), pair(b, 3000)), T0);
        ClaimRequest one = new ClaimRequest("one", "lon", PUBLIC, 1, T0, T0, LEASE);
        assertEquals(b, stores.work().claim(one).getFirst().pair().prefix());
        assertEquals(A, stores.work().claim(one).getFirst().pair().prefix());
    }

    @Test
    void aPlanReplacesThePlanOfItsZoneOnly() {
        Stores stores = stores();
        Prefix b = Prefix.parse("8.0.1.0/24");
        stores.clients().addTargets(List.of(icmp("8.0.0.1"), icmp("8.0.1.1")));
        stores.work().plan("lon", List.of(pair(A, 0), pair(b, 0)), T0);
        stores.work().plan("syd", List.of(pair(A, 0)), T0);
        stores.work().plan("lon", List.of(pair(b, 0)), T0);
        assertEquals(
                List.of(b),
                stores.work().preview(request("one", "lon", T0)).stream()
                        .map(claim -> claim.pair().prefix())
                        .toList());
        assertEquals(1, stores.work().preview(request("one", "syd", T0)).size());
        Claim claim = claim(stores, "one", "lon", T0).getFirst();
        finish(stores, "one", claim, FAST, T0);
        PlannedPair often = new PlannedPair(b, Reason.INCUMBENT, Duration.ofMinutes(10), 9, 20_000_000, 1_000_000);
        stores.work().plan("lon", List.of(often), T0);
        Claim next = claim(stores, "one", "lon", T0.plus(often.interval())).getFirst();
        assertEquals(often, next.pair(), "it need not wait for the interval of before");
    }

    @Test
    void aSurpriseIsLookedAtAgainSoon() {
        Stores stores = stores();
        stores.clients().addTargets(List.of(icmp("8.0.0.1")));
        PlannedPair seldom = new PlannedPair(A, Reason.NEAR, Duration.ofHours(6), 0, 50_000_000, 1_000_000);
        stores.work().plan("lon", List.of(seldom), T0);
        finish(stores, "one", claim(stores, "one", "lon", T0).getFirst(), FAST, T0);
        Instant later = T0.plus(Duration.ofHours(6));
        assertEquals(List.of(), claim(stores, "one", "lon", later.minusSeconds(1)), "a trial surprises nobody");
        finish(stores, "one", claim(stores, "one", "lon", later).getFirst(), FAST, later);
        Claim again = claim(stores, "one", "lon", later.plus(Surprise.SOON)).getFirst();
        assertEquals(Due.SURPRISE, again.due());
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

    @Test
    void withTheTestSwitchLoopbackNeedsNoPause() {
        Stores stores = stores();
        Target local = icmp("127.0.5.1");
        stores.clients().addTargets(List.of(local));
        TargetChoice testing = new TargetChoice(Set.of(ProbeMethod.ICMP), true, PUBLIC.leafPause());
        for (String zone : List.of("lon", "syd")) {
            PlannedPair pair = new PlannedPair(local.prefix(), Reason.FEW_ZONES, Duration.ofSeconds(1), 0, 0, 0);
            stores.work().plan(zone, List.of(pair), T0);
            Claim claim = stores.work()
                    .claim(new ClaimRequest("one", zone, testing, 10, T0, T0, LEASE))
                    .getFirst();
            finish(stores, "one", claim, new Finding.Answered(300_000_000), T0);
            Instant next = T0.plusSeconds(1);
            assertEquals(
                    1,
                    stores.work()
                            .claim(new ClaimRequest("one", zone, testing, 10, next, next, LEASE))
                            .size());
        }
    }
}
