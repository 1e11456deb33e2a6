package org.isochrone.steering.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.discovery.Candidate;
import org.isochrone.steering.discovery.Finding;
import org.isochrone.steering.discovery.TargetChoice;
import org.isochrone.steering.discovery.TargetSource;
import org.isochrone.steering.plan.Claim;
import org.isochrone.steering.plan.ClaimRequest;
import org.isochrone.steering.plan.PlannedPair;
import org.isochrone.steering.plan.Reason;
import org.isochrone.steering.port.ProbeWork;
import org.isochrone.steering.port.TargetStore;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.junit.jupiter.api.Test;

/** Whom every pair of {@link TargetStore} and {@link ProbeWork} leaves alone, and for how long. */
abstract class ProbePauseContract extends TargetLifeContract {
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
