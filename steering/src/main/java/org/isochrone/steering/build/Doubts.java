package org.isochrone.steering.build;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.isochrone.steering.estimate.BurstWindow;
import org.isochrone.steering.safety.Doubt;
import org.isochrone.steering.safety.HeldDoubt;
import org.isochrone.steering.safety.SafetyInput;
import org.isochrone.steering.safety.SafetyInput.Flow;
import org.isochrone.steering.safety.SafetyRules;
import org.isochrone.steering.safety.Yardstick;
import org.isochrone.steering.topology.Topology;

/** What looks wrong in one build, as {@link SafetyRules} see it. Immutable. */
final class Doubts {
    private static final double PERCENT = 100;

    private final SafetyInput input;
    private final boolean calm;

    /** Looks at what was built from these bursts and this memory. */
    Doubts(
            Topology topology,
            BurstWindow bursts,
            BuilderState memory,
            BuildResult built,
            SafetyConfig config,
            Instant now) {
        input = new SafetyInput(
                memory.yardstick(),
                built.estimates(),
                flows(built),
                bursts.newest(),
                config.maxInputAge(),
                config.maxRushPercent() / PERCENT,
                topology::zoneName,
                now);
        calm = built.heldBack().isEmpty();
    }

    /** Returns what looks wrong. */
    List<Doubt> found() {
        return SafetyRules.doubts(input);
    }

    /** Returns what to hold the next builds against if this one is published. */
    Yardstick next() {
        return SafetyRules.next(input, calm);
    }

    /** Tells doubts to people, those that were released too. */
    static String story(List<HeldDoubt> doubts) {
        return doubts.stream()
                .map(held -> held.doubt().story()
                        + held.release()
                                .map(release -> " (released by " + release.author() + ": " + release.reason() + ")")
                                .orElse(""))
                .collect(Collectors.joining("; "));
    }

    /** Who wants to move, whether they may go at once or have to wait. */
    private static List<Flow> flows(BuildResult built) {
        double all = Math.max(1, built.stats().traffic());
        return Stream.concat(built.moved().stream(), built.heldBack().stream())
                .filter(move -> !move.forced())
                .map(move -> new Flow(move.zonegroup(), move.from(), move.to(), move.traffic() / all))
                .toList();
    }
}
