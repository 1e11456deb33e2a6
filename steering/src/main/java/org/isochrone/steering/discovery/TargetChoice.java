package org.isochrone.steering.discovery;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.prefix.IpAddress;

/**
 * Chooses whom of a client prefix to probe next. Immutable, safe for any thread.
 *
 * <p>Of the good targets {@value #KEPT} are kept in use, those that failed least and then by address, so that a prefix
 * is measured by the same few as long as they answer; of these the one that rested longest is taken. While fewer than
 * that are good, every fourth burst goes to one that is not known yet, and all do while none is good or those that are
 * pause: the more of them are known, the more zones they can serve. Once there are as many as are kept, nobody else is
 * probed in their place.
 *
 * <p>No address gets two bursts within {@link #PAUSE}, from whichever peer and by whichever method. No configuration
 * lifts that; the test switch does for loopback. Bursts into one leaf, a /24 or /48, are {@code leafPause} apart, from
 * the whole fleet too: each gets a moment of its own, {@link #AHEAD} from now at most.
 *
 * @param methods what the peer can probe by
 * @param lacking what it has no sockets for just now
 * @param testLoopback the test switch: loopback needs no pause
 * @param leafPause the least time between two bursts into one leaf, at least {@link #LEAST_LEAF_PAUSE}
 */
public record TargetChoice(Set<ProbeMethod> methods, Set<Means> lacking, boolean testLoopback, Duration leafPause) {
    /** The least time between two bursts to one address, from the whole fleet. */
    public static final Duration PAUSE = Duration.ofMinutes(10);

    /** Ten bursts in a minute are the most that a leaf gets. */
    public static final Duration LEAST_LEAF_PAUSE = Duration.ofSeconds(6);

    /** A peer waits no longer than that for the turn of a leaf. */
    public static final Duration AHEAD = Duration.ofSeconds(15);

    /** Good targets of a prefix that are in use at a time. */
    public static final int KEPT = 3;

    /** How long a prefix waits of whom nobody may be probed just now, and what a peer has no sockets for. */
    public static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    private static final int EXPLORED = 4;

    private static final Comparator<KnownTarget> STEADIEST = Comparator.comparingInt(KnownTarget::failures)
            .thenComparing(known -> known.target().address())
            .thenComparingInt(known -> rank(known.target().method()));

    private static final Comparator<KnownTarget> MOST_PROMISING = Comparator.comparing(
                    (KnownTarget known) -> known.standing() != Standing.UNPROVEN)
            .thenComparingInt(KnownTarget::failures)
            .thenComparingInt(known -> rank(known))
            .thenComparing(known -> known.target().address());

    /** Copies the sets, and rejects a pause that is too short. */
    public TargetChoice {
        if (leafPause.compareTo(LEAST_LEAF_PAUSE) < 0) {
            throw new IllegalArgumentException("must be >= " + LEAST_LEAF_PAUSE + ": leafPause=" + leafPause);
        }
        methods = Set.copyOf(methods);
        lacking = Set.copyOf(lacking);
    }

    /** The choice of a peer that lacks nothing. */
    public TargetChoice(Set<ProbeMethod> methods, boolean testLoopback, Duration leafPause) {
        this(methods, Set.of(), testLoopback, leafPause);
    }

    /** What a burst is for. */
    public enum Use {
        /** To measure the prefix. */
        MEASURE,
        /** To find out whether a target answers; an answer measures the prefix. */
        TRY,
        /** To find out whether a target answers that may be a tarpit; an answer measures nothing yet. */
        SOUND,
        /** To find out whether a target accepts everything. */
        CONTROL
    }

    /**
     * Who was chosen.
     *
     * @param known the target
     * @param use what for
     */
    public record Chosen(KnownTarget known, Use use) {}

    /**
     * Returns whom to probe at {@code now}; empty if nobody may be probed before {@link #free}.
     *
     * @param all every target of one prefix
     */
    public Optional<Chosen> choose(Collection<KnownTarget> all, Instant now) {
        List<KnownTarget> kept = kept(all);
        Optional<KnownTarget> good = kept.stream()
                .filter(known -> !freeAt(known).isAfter(now))
                .min(Comparator.comparing((KnownTarget known) -> known.failures() > 0)
                        .thenComparing(KnownTarget::lastBurst)
                        .thenComparing(STEADIEST));
        boolean explore = kept.size() < KEPT && (good.isEmpty() || strangersTurn(kept, now));
        if (explore) {
            Optional<KnownTarget> other = all.stream()
                    .filter(known -> usable(known) && known.standing() != Standing.GOOD)
                    .filter(known -> worthTrying(known, all))
                    .filter(known -> !freeAt(known).isAfter(now))
                    .min(MOST_PROMISING);
            if (other.isPresent()) {
                return Optional.of(new Chosen(other.get(), use(other.get())));
            }
        }
        return good.map(known -> new Chosen(known, Use.MEASURE));
    }

    /** Returns when the leaf of a target has its turn if it is chosen at {@code now}. */
    public Instant turn(KnownTarget known, Instant now) {
        return turn(known.target().address(), known.leafBurst(), now);
    }

    /** Returns when the leaf of {@code address} has its turn, which had its last at {@code leafBurst}. */
    public Instant turn(IpAddress address, Instant leafBurst, Instant now) {
        Instant free = leafFree(address, leafBurst);
        return free.isAfter(now) ? free : now;
    }

    private Instant leafFree(IpAddress address, Instant leafBurst) {
        return paused(address) && !leafBurst.equals(Instant.EPOCH) ? leafBurst.plus(leafPause) : Instant.EPOCH;
    }

    /** Returns when somebody of these will be probed; empty if there is nobody this peer can probe. */
    public Optional<Instant> free(Collection<KnownTarget> all) {
        List<KnownTarget> kept = kept(all);
        return (kept.size() < KEPT ? all : kept)
                .stream().filter(this::usable).map(this::freeAt).min(Comparator.naturalOrder());
    }

    /** Returns how many addresses of these are in use for measuring. */
    public long inUse(Collection<KnownTarget> all) {
        return kept(all).size();
    }

    /**
     * Returns when to look again at a prefix of whom nobody may be probed at {@code now}: not at once, whatever the
     * reason is, and no later than after an interval, for somebody may name another target meanwhile.
     */
    public Instant lookAgain(Collection<KnownTarget> all, Instant now, Duration interval) {
        // Whoever holds a target now may be done with it at once.
        boolean held = all.stream().anyMatch(known -> known.lastBurst().isAfter(now));
        Instant latest = now.plus(held && interval.compareTo(PAUSE) > 0 ? PAUSE : interval);
        boolean lacks = all.stream().anyMatch(known -> lacking.contains(Means.of(known.target())));
        Instant free = free(all).orElse(lacks ? now : latest);
        Instant wanted = free.isAfter(now) ? free : now.plus(LOOK_AGAIN);
        return wanted.isBefore(latest) ? wanted : latest;
    }

    /** Tells whether bursts to {@code address} need a pause. */
    public boolean paused(IpAddress address) {
        return !(testLoopback && address.toInetAddress().isLoopbackAddress());
    }

    private static Use use(KnownTarget stranger) {
        if (stranger.standing() == Standing.UNPROVEN) {
            return Use.CONTROL;
        }
        return stranger.needsProof() ? Use.SOUND : Use.TRY;
    }

    /** One method per address is enough. */
    private List<KnownTarget> kept(Collection<KnownTarget> all) {
        Set<IpAddress> addresses = new HashSet<>();
        return all.stream()
                .filter(known -> usable(known) && known.standing() == Standing.GOOD)
                .sorted(STEADIEST)
                .filter(known -> addresses.add(known.target().address()))
                .limit(KEPT)
                .toList();
    }

    private boolean usable(KnownTarget known) {
        return methods.contains(known.target().method()) && !lacking.contains(Means.of(known.target()));
    }

    private static boolean worthTrying(KnownTarget known, Collection<KnownTarget> all) {
        return all.stream()
                .noneMatch(other -> other.standing() == Standing.GOOD
                        && other.target().address().equals(known.target().address()));
    }

    private Instant freeAt(KnownTarget known) {
        boolean never = known.lastBurst().equals(Instant.EPOCH);
        Instant rested = never || !paused(known.target().address())
                ? Instant.EPOCH
                : known.lastBurst().plus(PAUSE);
        Instant leaf = leafFree(known.target().address(), known.leafBurst());
        Instant free = leaf.isAfter(rested.plus(AHEAD)) ? leaf.minus(AHEAD) : rested;
        boolean waits = known.standing() != Standing.GOOD && known.nextTry().isAfter(free);
        return waits ? known.nextTry() : free;
    }

    /** Bursts into one prefix come in no fixed rhythm, so the last digits of the time decide well enough. */
    private static boolean strangersTurn(List<KnownTarget> kept, Instant now) {
        long seed = now.getEpochSecond();
        for (KnownTarget known : kept) {
            seed = seed * 31
                    + known.target().address().hashCode()
                    + known.lastBurst().getEpochSecond();
        }
        return ((seed * 0x9E37_79B9_7F4A_7C15L) >>> 32) % EXPLORED == 0;
    }

    private static int rank(KnownTarget known) {
        boolean resolver = known.source() == TargetSource.SEEN && known.target().method() == ProbeMethod.DNS;
        return resolver ? -1 : rank(known.target().method());
    }

    private static int rank(ProbeMethod method) {
        return switch (method) {
            case ICMP -> 0;
            case TCP -> 1;
            case DNS -> 2;
            case HTTP -> 3;
            case PASSIVE, IMPORTED -> 4;
        };
    }
}
