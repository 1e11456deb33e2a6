package org.isochrone.probe.name;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.isochrone.steering.testkit.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Names whose resolver the test holds up. */
class HostAddressesTest {
    private static final InetAddress FOUND = InetAddress.ofLiteral("192.0.2.1");
    private static final Duration SHORTLY = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch held = new CountDownLatch(1);
    private volatile boolean hangs;
    private volatile String failure = "";
    private final HostAddresses hosts = new HostAddresses(host -> {
        asked.incrementAndGet();
        if (hangs) {
            try {
                held.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        if (!failure.isEmpty()) {
            throw new UnknownHostException(host + ": " + failure);
        }
        return new InetAddress[] {FOUND};
    });

    @AfterEach
    void letGo() {
        held.countDown();
    }

    @Test
    void whileTheResolverHangsTheLastAddressesHold() throws Exception {
        assertEquals(List.of(FOUND), hosts.of("h", LONG));
        hangs = true;
        assertEquals(List.of(FOUND), hosts.of("h", SHORTLY));
        assertEquals(List.of(FOUND), hosts.of("h", SHORTLY));
        assertEquals(2, asked.get(), "one look-up of a host at a time");
        IOException silent = assertThrows(SilentResolverException.class, () -> hosts.of("other", SHORTLY));
        assertTrue(silent.toString().endsWith("the resolver does not answer for host other"), silent.toString());
        assertEquals(List.of(InetAddress.ofLiteral("::1")), hosts.of("::1", SHORTLY), "an address needs no resolver");
    }

    @Test
    void aResolverThatReachesNobodyIsSilentAndOneThatKnowsOfNoHostIsNot() throws Exception {
        assertEquals(List.of(FOUND), hosts.of("h", LONG));
        failure = "Temporary failure in name resolution";
        assertEquals(List.of(FOUND), hosts.of("h", LONG));
        failure = "Name or service not known";
        assertEquals(
                "unknown host h",
                assertThrows(IOException.class, () -> hosts.of("h", LONG)).getMessage());
    }

    @Test
    void howeverManyHangOthersAreLookedUpAgainWhenTheyNoLongerDo() throws Exception {
        hangs = true;
        for (int i = 0; i < 70; i++) {
            String host = "h" + i;
            assertThrows(SilentResolverException.class, () -> hosts.of(host, Duration.ofMillis(1)));
        }
        assertEquals(64, asked.get(), "the others had to wait");
        hangs = false;
        held.countDown();
        Await.until(LONG, () -> {
            try {
                return hosts.of("h69", SHORTLY).equals(List.of(FOUND));
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
