package org.isochrone.probe.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.discovery.Finding;
import org.isochrone.steering.discovery.TargetChoice;
import org.isochrone.steering.plan.Claim;
import org.isochrone.steering.plan.Due;
import org.isochrone.steering.plan.Lease;
import org.isochrone.steering.plan.Outcome;
import org.isochrone.steering.plan.PlannedPair;
import org.isochrone.steering.plan.Reason;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.junit.jupiter.api.Test;

/** What is gone on with while the store is away. */
class LastPlanTest {
    private static final Duration INTERVAL = Duration.ofMinutes(15);

    private final LastPlan last = new LastPlan();

    private static Outcome measured(int number) {
        IpAddress address = new IpAddress(IpFamily.IPV4, (0x0800_0001L + ((long) number << 8)) << Integer.SIZE, 0);
        Target target = new Target(address.leaf(), address, ProbeMethod.ICMP, 0);
        Claim claim = new Claim(
                "ams",
                new PlannedPair(target.prefix(), Reason.FEW_ZONES, INTERVAL, 0, 0, 0),
                target,
                TargetChoice.Use.MEASURE,
                Due.INTERVAL,
                Instant.EPOCH,
                Duration.ZERO,
                new Lease(Instant.EPOCH, Instant.EPOCH));
        return new Outcome(claim, new Finding.Answered(1000), Instant.EPOCH);
    }

    private static List<Outcome> measured(int from, int to) {
        return IntStream.range(from, to).mapToObj(LastPlanTest::measured).toList();
    }

    @Test
    void beyondTheBoundTheOneMeasuredLongestAgoGoes() {
        last.remember(measured(0, LastPlan.MOST), 0);
        last.remember(List.of(measured(0)), 1);
        last.remember(List.of(measured(LastPlan.MOST)), 2);
        assertEquals(LastPlan.MOST, last.size());
        List<Claim> due = last.due(LastPlan.MOST, INTERVAL.toNanos() + 2);
        assertEquals(measured(2).claim().target(), due.getFirst().target(), "number 1 had to go");
        assertEquals(measured(0).claim().target(), due.get(due.size() - 2).target());
        assertEquals(measured(LastPlan.MOST).claim().target(), due.getLast().target());
    }

    @Test
    void whatWasTakenIsDueAfterEverythingElse() {
        last.remember(measured(0, 3), 0);
        assertEquals(
                measured(0).claim().target(),
                last.due(1, INTERVAL.toNanos()).getFirst().target());
        assertEquals(
                measured(1).claim().target(),
                last.due(1, INTERVAL.toNanos()).getFirst().target());
        assertEquals(1, last.due(5, INTERVAL.toNanos()).size());
        assertEquals(List.of(), last.due(5, INTERVAL.toNanos()));
    }
}
