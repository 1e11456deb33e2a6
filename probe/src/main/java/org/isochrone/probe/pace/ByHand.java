package org.isochrone.probe.pace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.steering.prefix.IpAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a person who probes by hand and the peers of this machine have to know of each other, so that together they
 * leave a target its ten minutes of rest. Safe for any thread.
 */
public final class ByHand {
    private static final Logger LOG = LoggerFactory.getLogger(ByHand.class);

    private final List<ProbeMemory> peers;
    private final Clocks clocks;

    private ByHand(List<ProbeMemory> peers, Clocks clocks) {
        this.peers = List.copyOf(peers);
        this.clocks = clocks;
    }

    /** Looks for peers in {@code folder}, which holds a directory for each; what cannot be read is logged. */
    public static ByHand beside(Path folder, Clocks clocks) {
        List<ProbeMemory> peers = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> directories = Files.list(folder)) {
                for (Path each : directories.filter(Files::isDirectory).toList()) {
                    peers.add(ProbeMemory.open(each, clocks));
                }
            } catch (IOException e) {
                LOG.warn("whom peers of this machine probed cannot be read: {}", e.toString());
            }
        }
        return new ByHand(peers, clocks);
    }

    /** Returns how long ago one of them, or a person, probed {@code address}; empty if that is ten minutes or more. */
    public Optional<Duration> lately(IpAddress address) {
        return peers.stream()
                .flatMap(peer -> peer.lastNanos(address).stream())
                .map(last -> Duration.ofNanos(clocks.nanos() - last))
                .filter(age -> age.compareTo(PaceLimits.TARGET_PAUSE) < 0)
                .min(Duration::compareTo);
    }

    /** Tells the peers that a person probes {@code address} now; whom that cannot be told is logged. */
    public void probing(IpAddress address) {
        for (ProbeMemory peer : peers) {
            try {
                peer.probedByHand(address);
            } catch (IOException e) {
                LOG.warn("a peer of this machine is not told that {} is probed: {}", address, e.toString());
            }
        }
    }
}
