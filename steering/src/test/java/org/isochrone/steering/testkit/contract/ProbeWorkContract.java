package org.isochrone.steering.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.discovery.Finding;
import org.isochrone.steering.discovery.Standing;
import org.isochrone.steering.discovery.TargetChoice;
import org.isochrone.steering.plan.Claim;
import org.isochrone.steering.plan.ClaimRequest;
import org.isochrone.steering.plan.Due;
import org.isochrone.steering.plan.Outcome;
import org.isochrone.steering.plan.PlannedPair;
import org.isochrone.steering.plan.Reason;
import org.isochrone.steering.plan.Surprise;
import org.isochrone.steering.port.ProbeWork;
import org.isochrone.steering.port.TargetStore;
import org.isochrone.steering.prefix.Prefix;
import org.junit.jupiter.api.Test;

/** What every pair of {@link TargetStore} and {@link ProbeWork} does. */
public abstract class ProbeWorkContract extends ProbePauseContract {
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
}
