package org.isochrone.probe.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.isochrone.probe.name.HostAddresses;
import org.isochrone.steering.testkit.FreePort;
import org.junit.jupiter.api.Test;

/** Which addresses of a host are checked, and what becomes of it. */
class AttemptsTest {
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    /** By way of a check, with the clock that a look-up takes its time from. */
    @Test
    void whileTheResolverHangsTheAddressesFoundLastAreChecked() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        AtomicBoolean hanging = new AtomicBoolean();
        HostAddresses hosts = new HostAddresses(_ -> {
            if (hanging.get()) {
                try {
                    hangs.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            return new InetAddress[] {FreePort.loopback()};
        });
        Attempts attempts = new Attempts(hosts, TIMEOUT, System::nanoTime);
        try (ServerSocket server = new ServerSocket(0, 5, FreePort.loopback())) {
            TcpCheck check = new TcpCheck(attempts);
            CheckResult good = CheckResult.good("accepts connections");
            assertEquals(good, check.check("h", server.getLocalPort()));
            hanging.set(true);
            for (int i = 0; i < 3; i++) {
                assertEquals(good, check.check("h", server.getLocalPort()));
            }
            assertEquals(
                    CheckResult.unable("the resolver does not answer for host never-found"),
                    check.check("never-found", server.getLocalPort()),
                    "that says nothing of the endpoint");
        } finally {
            hangs.countDown();
        }
    }

    @Test
    void oneGoodAddressIsEnoughAndABlackHoleLeavesTimeForTheNext() throws Exception {
        InetAddress hole = InetAddress.ofLiteral("192.0.2.1");
        InetAddress good = InetAddress.ofLiteral("192.0.2.2");
        HostAddresses hosts = new HostAddresses(_ -> new InetAddress[] {hole, good});
        AtomicLong nanos = new AtomicLong();
        Attempts attempts = new Attempts(hosts, TIMEOUT, nanos::get);
        assertEquals(CheckResult.good("there"), attempts.each("h", (address, deadline) -> {
            if (address.equals(good)) {
                return CheckResult.good("there");
            }
            nanos.addAndGet(deadline.left().toNanos());
            throw new IOException("timed out");
        }));
        assertEquals(
                CheckResult.bad("192.0.2.1: no; 192.0.2.2: cannot"),
                attempts.each(
                        "h",
                        (address, _) -> address.equals(hole) ? CheckResult.bad("no") : CheckResult.unable("cannot")));
    }
}
