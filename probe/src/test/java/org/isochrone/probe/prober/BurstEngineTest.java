package org.isochrone.probe.prober;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.isochrone.probe.clock.ClockReading;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.loop.SelectorPoller;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine on wires that are made up. */
class BurstEngineTest {
    private static final BurstShape SHAPE = new BurstShape(3, Duration.ofMillis(1), Duration.ofMillis(100));

    private static final class Engine extends BurstEngine {
        Engine(Clocks clocks, Wire wire) {
            super(ProbeMethod.ICMP, SHAPE, clocks, new SelectorPoller(), (_, _) -> wire);
        }
    }

    /** What a wire does with a probe. */
    @FunctionalInterface
    private interface Sending extends Wire {
        @Override
        default void forget(Probe probe) {}
    }

    private static CompletableFuture<Burst> start(Engine engine) {
        IpAddress address = IpAddress.parse("127.0.0.1");
        return engine.probe(new Target(address.leaf(), address, ProbeMethod.ICMP, 0), "zone-a")
                .orTimeout(20, TimeUnit.SECONDS);
    }

    @Test
    void whateverGoesWrongSomebodyIsTold() {
        Sending broken = probe -> {
            throw new IllegalStateException("broken");
        };
        try (Engine engine = new Engine(Clocks.system(), broken)) {
            CompletionException failure = assertThrows(CompletionException.class, start(engine)::join);
            assertTrue(
                    String.valueOf(failure.getMessage()).endsWith("java.lang.IllegalStateException: broken"),
                    failure.getMessage());
            assertEquals(1, engine.counters().now().failed());
        }
    }

    /** Time passes behind each probe, as where the process was stopped. */
    @ParameterizedTest
    @CsvSource({"0, 3", "5, 3", "50, 3", "61, 1", "3600, 1"})
    void whatIsLeftOfABurstBehindALongPauseIsNotSent(int seconds, int sent) {
        AtomicLong ahead = new AtomicLong();
        Clocks clocks = new Clocks(InstantSource.system(), () -> System.nanoTime() + ahead.get());
        Sending stopped = probe -> {
            probe.leaves(ClockReading.of(clocks));
            probe.left();
            probe.answeredAfter(1_000_000);
            ahead.addAndGet(Duration.ofSeconds(seconds).toNanos());
        };
        try (Engine engine = new Engine(clocks, stopped)) {
            Burst burst = start(engine).join();
            assertEquals(sent, burst.sent());
            assertEquals(sent, burst.received());
            assertEquals(sent, engine.counters().now().sent());
        }
    }
}
