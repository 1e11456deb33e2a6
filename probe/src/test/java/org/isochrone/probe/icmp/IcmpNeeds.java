package org.isochrone.probe.icmp;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.loop.EventLoop;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.steering.prefix.IpFamily;

/** Skips, with the reason, tests that this process is not allowed to run. */
final class IcmpNeeds {
    private IcmpNeeds() {}

    /** Goes on only where this process may open ICMP sockets. */
    static void assumeAllowed() {
        KernelEchoSockets sockets = new KernelEchoSockets(SourceAddresses.ANY, Clocks.system());
        try (EventLoop loop = new EventLoop("needs", System::nanoTime, sockets.poller())) {
            for (IpFamily family : IpFamily.values()) {
                sockets.open(family, loop, (from, port, message, kernelNanos, taken) -> {})
                        .close();
            }
        } catch (IOException e) {
            missing(String.valueOf(e.getMessage()));
        }
    }

    /** Skips the test, or fails it where nothing may be skipped. */
    static void missing(String what) {
        if (Boolean.getBoolean("isochrone.requireServers")) {
            fail(what);
        }
        abort(what);
    }
}
