package org.isochrone.probe.prober;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.loop.SelectorPoller;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;
import org.junit.jupiter.api.Test;

/** The engine on a wire that is broken. */
class BurstEngineTest {
    private static final class Broken extends BurstEngine implements AutoCloseable {
        Broken() {
            super(
                    ProbeMethod.ICMP,
                    new BurstShape(3, Duration.ofMillis(1), Duration.ofMillis(100)),
                    Clocks.system(),
                    new SelectorPoller(),
                    (_, _) -> new Wire() {
                        @Override
                        public void send(Probe probe) {
                            throw new IllegalStateException("broken");
                        }

                        @Override
                        public void forget(Probe probe) {}
                    });
        }
    }

    @Test
    void whateverGoesWrongSomebodyIsTold() {
        IpAddress address = IpAddress.parse("127.0.0.1");
        try (Broken prober = new Broken()) {
            var burst = prober.probe(new Target(address.leaf(), address, ProbeMethod.ICMP, 0), "zone-a")
                    .orTimeout(20, TimeUnit.SECONDS);
            CompletionException failure = assertThrows(CompletionException.class, burst::join);
            assertTrue(
                    String.valueOf(failure.getMessage()).endsWith("java.lang.IllegalStateException: broken"),
                    failure.getMessage());
            assertEquals(1, prober.counters().now().failed());
        }
    }
}
