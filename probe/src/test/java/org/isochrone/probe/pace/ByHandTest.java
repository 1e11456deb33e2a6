package org.isochrone.probe.pace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.isochrone.probe.testnet.ManualClock;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person and a peer at one machine leave a target its rest together. */
class ByHandTest {
    private static final IpAddress TARGET = IpAddress.parse("2620:fe::9");

    private final ManualClock clock = new ManualClock();

    @TempDir
    private Path peers = Path.of("");

    private ByHand byHand() {
        return ByHand.beside(peers, clock.clocks());
    }

    private Admission admission(ProbeMemory memory) {
        Pacer pacer = new Pacer(
                PaceLimits.DEFAULT,
                new AddressPolicy(false),
                ExclusionList.none(),
                memory,
                clock.clocks().nanoTime());
        return pacer.admit(new Target(TARGET.leaf(), TARGET, ProbeMethod.ICMP, 0), 3);
    }

    @Test
    void aPeerWaitsForWhomAPersonProbed() throws IOException {
        Path fra = Files.createDirectory(peers.resolve("fra"));
        ProbeMemory peer = ProbeMemory.open(fra, clock.clocks());
        byHand().probing(TARGET);
        clock.pass(Duration.ofMinutes(4));
        assertEquals(Optional.of(Duration.ofMinutes(4)), byHand().lately(TARGET), "another person hears of it, too");
        assertEquals(new Admission.TooSoon(Duration.ofMinutes(6).toNanos()), admission(peer));
        clock.pass(Duration.ofMinutes(6));
        assertEquals(Optional.empty(), byHand().lately(TARGET));
        assertEquals(new Admission.Granted(), admission(peer));
        clock.pass(Duration.ofMinutes(30));
        byHand().probing(IpAddress.parse("9.9.9.9"));
        assertFalse(Files.exists(fra.resolve("by-hand").resolve(TARGET.toString())), "it is forgotten");
    }

    @Test
    void aPersonHearsWhomAPeerProbed() throws IOException {
        try (ProbeMemory peer = ProbeMemory.open(Files.createDirectory(peers.resolve("fra")), clock.clocks())) {
            assertEquals(new Admission.Granted(), admission(peer));
        }
        clock.pass(Duration.ofMinutes(1));
        assertEquals(Optional.of(Duration.ofMinutes(1)), byHand().lately(TARGET));
    }

    @Test
    void withoutPeersThereIsNobodyToTell() {
        ByHand nobody = ByHand.beside(peers.resolve("missing"), clock.clocks());
        nobody.probing(TARGET);
        assertEquals(Optional.empty(), nobody.lately(TARGET));
        assertTrue(Files.notExists(peers.resolve("missing")));
    }
}
