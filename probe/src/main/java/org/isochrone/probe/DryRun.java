package org.isochrone.probe;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.probe.name.HostAddresses;
import org.isochrone.probe.name.HostFile;
import org.isochrone.probe.pace.OwnSpace;
import org.isochrone.probe.pace.Pacer;
import org.isochrone.probe.pace.ProbeMemory;
import org.isochrone.probe.plan.PeerStores;
import org.isochrone.probe.plan.Work;
import org.isochrone.probe.prober.PortControl;
import org.isochrone.steering.discovery.TargetChoice;
import org.isochrone.steering.plan.Claim;
import org.isochrone.steering.topology.Topology;

/** Says what a peer would send to whom if it ran a round now. It sends nothing, and takes no work upon itself. */
public final class DryRun {
    private final ProbeConfig config;
    private final Work work;
    private final OwnSpace own;
    private final Pacer pacer;

    /**
     * Looks at the work of a peer.
     *
     * @throws org.isochrone.steering.config.InvalidInputException if the exclusion list cannot be read
     */
    public DryRun(
            ProbeConfig config,
            String zoneId,
            PeerStores stores,
            Supplier<Optional<Topology>> topology,
            Clocks clocks) {
        this(config, zoneId, stores, topology, HostAddresses.system(), clocks);
    }

    /** The same, with another resolver than the system's for the hosts of our endpoints. */
    DryRun(
            ProbeConfig config,
            String zoneId,
            PeerStores stores,
            Supplier<Optional<Topology>> topology,
            HostAddresses resolver,
            Clocks clocks) {
        this.config = config;
        this.work = new Work(config.work(zoneId), stores, topology, PeerParts.METHODS, clocks);
        own = new OwnSpace(
                topology,
                PeerParts.hosts(topology, resolver, clocks, HostFile.none()),
                config.ownSpace(),
                clocks.nanoTime());
        this.pacer = PeerParts.pacer(config, own, new ProbeMemory(clocks), clocks);
    }

    /**
     * A burst that would be sent.
     *
     * @param claim to whom, and why
     * @param packets how many packets; 0 if it is refused
     * @param refusal why nothing would be sent after all; empty if it would
     */
    public record Planned(Claim claim, int packets, Optional<String> refusal) {}

    /** Plans the zone anew, and returns what would be sent, the longest overdue first, at most {@code most} bursts. */
    public List<Planned> list(int most) {
        work.begin(true);
        return work.preview(most).stream().map(this::planned).toList();
    }

    private Planned planned(Claim claim) {
        Optional<String> refusal =
                pacer.refusal(claim.target()).or(() -> config.allowReserved() ? Optional.empty() : own.unsure());
        int packets = claim.use() == TargetChoice.Use.CONTROL
                ? PortControl.PACKETS
                : config.shape().probes();
        return new Planned(claim, refusal.isPresent() ? 0 : packets, refusal);
    }
}
