package org.isochrone.probe.pace;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.isochrone.probe.prober.BurstShape;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;

/**
 * Says for every burst whether it may leave now. All limits hold at once: the peer's packets per second, the bursts per
 * minute into a leaf prefix, the pause between two bursts to one target, the exclusion list and the address policy. To
 * loopback, with the test switch on, only the peer's limit applies. All packets of a burst count when it begins,
 * although they leave one spacing apart. Safe for any thread.
 */
public final class Pacer {
    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    /** Prefixes remembered before those that were left alone long enough are swept out. */
    private static final int SWEEP_AT = 10_000;

    private final PaceLimits limits;
    private final AddressPolicy policy;
    private final ExclusionList exclusions;
    private final ProbeMemory memory;
    private final LongSupplier nanoTime;
    private final TokenBucket peer;
    private final Map<Prefix, TokenBucket> prefixes = new HashMap<>();
    private int sweepAt = SWEEP_AT;

    /**
     * Starts with a full allowance.
     *
     * @param memory when each target was last probed, which outlives this process
     */
    public Pacer(
            PaceLimits limits,
            AddressPolicy policy,
            ExclusionList exclusions,
            ProbeMemory memory,
            LongSupplier nanoTime) {
        this.limits = limits;
        this.policy = policy;
        this.exclusions = exclusions;
        this.memory = memory;
        this.nanoTime = nanoTime;
        // At most a tenth of a second's packets at once, but never less than a burst.
        int depth = Math.max(BurstShape.MAX_PROBES, limits.packetsPerSecond() / 10);
        this.peer = new TokenBucket(Math.ceilDiv(SECOND_NANOS, limits.packetsPerSecond()), depth, nanoTime.getAsLong());
    }

    /**
     * Asks for one burst of {@code packets} probes, 1 to {@link BurstShape#MAX_PROBES}, to {@code target}. What is
     * granted counts at once, and is in the memory's file before this returns.
     */
    public Admission admit(Target target, int packets) {
        Admission admission = decide(target, packets);
        if (admission instanceof Admission.Granted) {
            memory.keep();
        }
        return admission;
    }

    private synchronized Admission decide(Target target, int packets) {
        IpAddress address = target.address();
        Optional<String> refusal = refusal(target);
        if (refusal.isPresent()) {
            return new Admission.Refused(refusal.get());
        }
        long now = nanoTime.getAsLong();
        Optional<TokenBucket> prefix =
                policy.unlimited(address) ? Optional.empty() : Optional.of(prefixBucket(address.leaf(), now));
        long soon = prefix.map(bucket -> Math.max(targetWaitNanos(address, now), bucket.waitNanos(1, now)))
                .orElse(0L);
        if (soon > 0) {
            return new Admission.TooSoon(soon);
        }
        long busy = peer.waitNanos(packets, now);
        if (busy > 0) {
            return new Admission.PeerBusy(busy);
        }
        peer.take(packets);
        prefix.ifPresent(bucket -> bucket.take(1));
        memory.probed(address, now);
        return new Admission.Granted();
    }

    /** Returns why {@code target} must never be probed, for people; empty if it may. */
    public Optional<String> refusal(Target target) {
        return policy.refusal(target)
                .or(() -> exclusions.excluding(target.address()).map(prefix -> "excluded by " + prefix));
    }

    private long targetWaitNanos(IpAddress address, long now) {
        return memory.lastNanos(address)
                .map(last -> Math.max(0, last + PaceLimits.TARGET_PAUSE.toNanos() - now))
                .orElse(0L);
    }

    private TokenBucket prefixBucket(Prefix leaf, long now) {
        if (prefixes.size() >= sweepAt) {
            prefixes.values().removeIf(bucket -> bucket.full(now));
            sweepAt = Math.max(SWEEP_AT, 2 * prefixes.size());
        }
        // Depth one: bursts into one prefix are spread over the minute.
        return prefixes.computeIfAbsent(
                leaf, each -> new TokenBucket(Math.ceilDiv(MINUTE_NANOS, limits.burstsPerPrefixMinute()), 1, now));
    }
}
