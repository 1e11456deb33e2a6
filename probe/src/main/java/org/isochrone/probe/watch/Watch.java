package org.isochrone.probe.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.isochrone.probe.prober.Prober;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;

/**
 * Probes a few addresses one at a time and tells of every probe as soon as it ended. Each address has a prober of its
 * own, so that late, duplicate, misdirected and foreign answers are counted by address. For one thread.
 */
public final class Watch implements AutoCloseable {
    private static final String NO_ZONE = "watch";

    private final WatchPlan plan;
    private final LongSupplier nanoTime;
    private final List<Watching> watching = new ArrayList<>();
    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();

    /** Hears what became of each probe, in the order in which they end. */
    @FunctionalInterface
    public interface Observer {
        /**
         * One probe ended.
         *
         * @param sequence of the probe, from 1
         * @param rttNanos none if nothing came back in time
         * @param failure why nothing could be measured, for a reason that lies here; empty if it could
         */
        void ended(IpAddress address, int sequence, OptionalLong rttNanos, String failure);
    }

    private record Watching(Target target, Prober prober, List<Long> rttNanos) {}

    private record Ended(Watching whom, int sequence, OptionalLong rttNanos, String failure) {}

    /**
     * Prepares it; {@code newProber} makes for an address a prober of the plan's method whose bursts are single probes.
     */
    public Watch(WatchPlan plan, Function<IpAddress, Prober> newProber, LongSupplier nanoTime) {
        this.plan = plan;
        this.nanoTime = nanoTime;
        for (IpAddress address : plan.addresses()) {
            Target target = new Target(
                    address.leaf(),
                    address,
                    plan.method().method(),
                    plan.method().port());
            watching.add(new Watching(target, newProber.apply(address), new ArrayList<>()));
        }
    }

    /**
     * Probes as planned.
     *
     * @throws InterruptedException if the thread is interrupted; {@link #seen} tells what was seen by then
     */
    public void run(Observer observer) throws InterruptedException {
        long start = nanoTime.getAsLong();
        int open = 0;
        for (int sequence = 1; sequence <= plan.count(); sequence++) {
            for (Watching each : watching) {
                probe(each, sequence);
                open++;
            }
            long nextNanos = start + sequence * plan.interval().toNanos();
            for (long left = nextNanos - nanoTime.getAsLong();
                    left > 0 && sequence < plan.count();
                    left = nextNanos - nanoTime.getAsLong()) {
                Ended next = ended.poll(left, TimeUnit.NANOSECONDS);
                if (next != null) {
                    open--;
                    tell(next, observer);
                }
            }
        }
        for (; open > 0; open--) {
            tell(ended.take(), observer);
        }
    }

    private void probe(Watching whom, int sequence) {
        var _ = whom.prober
                .probe(whom.target, NO_ZONE)
                .whenComplete((burst, failure) -> ended.add(
                        failure == null
                                ? new Ended(whom, sequence, rtt(burst), "")
                                : new Ended(
                                        whom, sequence, OptionalLong.empty(), String.valueOf(failure.getMessage()))));
    }

    private static OptionalLong rtt(Burst burst) {
        return burst.lost() ? OptionalLong.empty() : OptionalLong.of(burst.minNanos());
    }

    private static void tell(Ended probe, Observer observer) {
        probe.rttNanos.ifPresent(probe.whom.rttNanos::add);
        observer.ended(probe.whom.target.address(), probe.sequence, probe.rttNanos, probe.failure);
    }

    /** Returns what was seen so far, in the order of the plan. */
    public List<Watched> seen() {
        return watching.stream()
                .map(each -> new Watched(
                        each.target.address(),
                        each.rttNanos,
                        each.prober.counters().now()))
                .toList();
    }

    @Override
    public void close() {
        watching.forEach(each -> each.prober.close());
    }
}
