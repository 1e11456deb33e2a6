package org.isochrone.steering.discovery;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.topology.GeoPoint;

/**
 * What a burst changes of what is believed of its target. Immutable, safe for any thread.
 *
 * <p>A target that answers is good. One that answered before is retired after {@value #PATIENCE} losses in a row, but
 * only when at least two zones have lost bursts since its last answer, or only one zone has measured it for a day: a
 * zone whose own network is broken must not retire the targets of all the others. What does not answer is tried again
 * after an hour, then after two, four … up to {@link #LONGEST_REST}.
 *
 * <p>A target that nobody vouches for and that answers over TCP is asked once on two ports that nobody uses. A host
 * refuses those or keeps silent; what accepts both accepts everything, like a tarpit or a box that answers for a whole
 * network, and its time says nothing of the way to a client.
 */
public final class TargetLife {
    /** Losses in a row before a good target is retired. */
    static final int PATIENCE = 3;

    /** What rests for longer may as well be somebody else by then. */
    public static final Duration LONGEST_REST = Duration.ofDays(30);

    /** Losses after which it rested for {@link #LONGEST_REST}, and is forgotten unless a person vouches for it. */
    public static final int HOPELESS = 12;

    private static final Duration FIRST_REST = Duration.ofHours(1);

    /** What was set aside may be renumbered some day. */
    private static final Duration ASIDE = Duration.ofDays(7);

    /** A list of exclusions may be shortened. */
    private static final Duration REFUSED = Duration.ofHours(1);

    private static final int ENOUGH_ZONES = 2;
    private static final int MOST_FAILURES = 1000;

    private final LightRules light;

    /** Judges with these rules. */
    public TargetLife(LightRules light) {
        this.light = light;
    }

    /**
     * Returns what is believed after a burst.
     *
     * @param place where the prefix is, if that is known of this very prefix
     * @param sights what each zone has seen of the target, by id, {@code finding} included
     */
    public KnownTarget after(
            KnownTarget before, Finding finding, Instant now, Optional<GeoPoint> place, Map<String, ZoneSight> sights) {
        return switch (finding) {
            case Finding.Answered(long nanos) -> answered(before, now, place, sights);
            case Finding.Lost() -> lost(before, now, sights);
            case Finding.Controlled(boolean accepted) -> controlled(before, now, accepted);
            case Finding.Refused(String reason) ->
                before.become(Standing.REFUSED, before.failures(), now.plus(REFUSED), before.lastAnswer(), reason);
            case Finding.Unsent() -> before;
        };
    }

    private KnownTarget answered(
            KnownTarget before, Instant now, Optional<GeoPoint> place, Map<String, ZoneSight> sights) {
        Optional<Instant> answer = Optional.of(now);
        // Loopback, where tests are made, is no place on Earth.
        boolean somewhere = !before.target().address().toInetAddress().isLoopbackAddress();
        Optional<String> suspicion = somewhere ? light.suspicion(place, sights, now) : Optional.empty();
        if (suspicion.isPresent()) {
            return before.become(Standing.ASIDE, 0, now.plus(ASIDE), answer, suspicion.get());
        }
        boolean proven = before.standing() == Standing.GOOD || !before.needsProof();
        return before.become(proven ? Standing.GOOD : Standing.UNPROVEN, 0, now, answer, "");
    }

    private static KnownTarget lost(KnownTarget before, Instant now, Map<String, ZoneSight> sights) {
        int failures = Math.min(MOST_FAILURES, before.failures() + 1);
        if (before.standing() == Standing.GOOD && (failures < PATIENCE || !enoughZones(before, now, sights))) {
            return before.become(Standing.GOOD, failures, before.nextTry(), before.lastAnswer(), "");
        }
        int rests = before.lastAnswer().isPresent() ? Math.max(1, failures - PATIENCE + 1) : failures;
        return before.become(Standing.RESTING, failures, now.plus(rest(rests)), before.lastAnswer(), "");
    }

    private static boolean enoughZones(KnownTarget before, Instant now, Map<String, ZoneSight> sights) {
        Instant since = before.lastAnswer().orElse(Instant.EPOCH);
        long losing = sights.values().stream()
                .filter(sight -> sight.lostAt().filter(at -> at.isAfter(since)).isPresent())
                .count();
        long measuring = sights.values().stream()
                .filter(sight -> sight.fresh(now) || sight.lostLately(now))
                .count();
        return losing >= Math.min(ENOUGH_ZONES, measuring);
    }

    private static KnownTarget controlled(KnownTarget before, Instant now, boolean accepted) {
        return accepted
                ? before.become(
                        Standing.ASIDE,
                        0,
                        now.plus(ASIDE),
                        before.lastAnswer(),
                        "tarpit: it accepts connections on ports that nobody uses")
                : before.become(Standing.GOOD, 0, now, before.lastAnswer(), "");
    }

    /** An hour, doubled with each rest. */
    static Duration rest(int rests) {
        int doublings = Math.clamp(rests - 1L, 0, 20);
        Duration rest = FIRST_REST.multipliedBy(1L << doublings);
        return rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest;
    }
}
