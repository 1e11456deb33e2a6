package org.isochrone.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.icmp.IcmpProber;
import org.isochrone.probe.prober.BurstShape;
import org.isochrone.probe.prober.ProbeCounters;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;

/**
 * ICMP echo to loopback addresses through the prober that peers use, one probe a burst, without the pacing that would
 * keep it from being so fast.
 *
 * <p>Arguments: {@code paced COUNT PER_SECOND}, or {@code flat-out SECONDS UNDER_WAY}. Prints the processor time that
 * the process had taken before the first probe, and at the end {@code SENT REPLIES SECONDS CPU_SECONDS}, of the probes
 * alone.
 */
public final class EchoLoad {
    private static final int TARGETS = 50_000;
    private static final int TARGETS_PER_PREFIX = 250;
    private static final int FIRST = 0x7F01_0001;

    /** As many bytes as fping sends unless told otherwise: 64 with the header. */
    private static final String CONTACT = "Isochrone benchmark, to loopback addresses only.";

    private static final BurstShape ONE = new BurstShape(1, Duration.ZERO, Duration.ofMillis(500));
    private static final long LONGEST_END_MILLIS = 60_000;
    private static final long TICK_NANOS = 1_000_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final IcmpProber prober;
    private final List<Target> targets;
    private final Semaphore mayLeave;
    private final int underWay;
    private final AtomicInteger next = new AtomicInteger();

    private EchoLoad(IcmpProber prober, int underWay) {
        this.prober = prober;
        this.underWay = underWay;
        this.mayLeave = new Semaphore(underWay);
        this.targets = IntStream.range(0, TARGETS).mapToObj(EchoLoad::target).toList();
    }

    private static Target target(int index) {
        int number = FIRST + index / TARGETS_PER_PREFIX * 256 + index % TARGETS_PER_PREFIX;
        IpAddress address = new IpAddress(IpFamily.IPV4, Integer.toUnsignedLong(number) << Integer.SIZE, 0);
        return new Target(address.leaf(), address, ProbeMethod.ICMP, 0);
    }

    /** Probes. */
    public static void main(String[] arguments) throws InterruptedException {
        int first = Integer.parseInt(arguments[1]);
        int second = Integer.parseInt(arguments[2]);
        boolean paced = arguments[0].equals("paced");
        try (IcmpProber prober = new IcmpProber(CONTACT, ONE, SourceAddresses.ANY, Clocks.system(), new Random())) {
            double cpuBefore = cpuSeconds();
            System.out.printf(Locale.ROOT, "%.2f%n", cpuBefore);
            long start = System.nanoTime();
            EchoLoad load = new EchoLoad(prober, paced ? Integer.MAX_VALUE : second);
            if (paced) {
                load.paced(first, second);
            } else {
                load.flatOut(Duration.ofSeconds(first));
            }
            ProbeCounters.Counts counts = prober.counters().now();
            double elapsed = (System.nanoTime() - start) / NANOS_PER_SECOND;
            System.out.printf(
                    Locale.ROOT,
                    "%d %d %.6f %.2f%n",
                    counts.sent(),
                    counts.replies(),
                    elapsed,
                    cpuSeconds() - cpuBefore);
            if (counts.losses() + counts.late() + counts.duplicate() + counts.failed() > 0) {
                System.out.println(counts);
            }
        }
    }

    private static double cpuSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / NANOS_PER_SECOND;
    }

    /** Looks every millisecond what is due. */
    private void paced(int count, int perSecond) throws InterruptedException {
        long start = System.nanoTime();
        for (int sent = 0; sent < count; ) {
            long due = Math.min(count, (long) ((System.nanoTime() - start) / NANOS_PER_SECOND * perSecond));
            for (; sent < due; sent++) {
                probe();
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
        end();
    }

    /** The end of each probe is the beginning of the next, so that no thread has to be woken up in between. */
    private void flatOut(Duration time) throws InterruptedException {
        long endNanos = System.nanoTime() + time.toNanos();
        for (int i = 0; i < underWay; i++) {
            mayLeave.acquire();
            again(endNanos);
        }
        if (!mayLeave.tryAcquire(underWay, time.toMillis() + LONGEST_END_MILLIS, TimeUnit.MILLISECONDS)) {
            throw stillUnderWay();
        }
    }

    private void again(long endNanos) {
        var _ = prober.probe(nextTarget(), "bench").whenComplete((_, _) -> {
            if (System.nanoTime() - endNanos < 0) {
                again(endNanos);
            } else {
                mayLeave.release();
            }
        });
    }

    private Target nextTarget() {
        return targets.get(Math.floorMod(next.getAndIncrement(), TARGETS));
    }

    private void probe() throws InterruptedException {
        mayLeave.acquire();
        var _ = prober.probe(nextTarget(), "bench").whenComplete((burst, failure) -> mayLeave.release());
    }

    private void end() throws InterruptedException {
        if (!mayLeave.tryAcquire(underWay, LONGEST_END_MILLIS, TimeUnit.MILLISECONDS)) {
            throw stillUnderWay();
        }
    }

    private IllegalStateException stillUnderWay() {
        return new IllegalStateException(
                "bursts are still under way: " + prober.counters().now());
    }
}
