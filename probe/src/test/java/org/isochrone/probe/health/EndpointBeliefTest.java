package org.isochrone.probe.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.isochrone.steering.health.HealthState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointBeliefTest {
    private static final HealthConfig TWO_THREE = new HealthConfig(Duration.ofSeconds(5), 2, 3, Duration.ofSeconds(1));

    private static EndpointBelief after(String checks, HealthConfig config) {
        EndpointBelief belief = EndpointBelief.NONE;
        for (int i = 0; i < checks.length(); i++) {
            CheckResult check = switch (checks.charAt(i)) {
                case '+' -> CheckResult.good("check " + i);
                case '-' -> CheckResult.bad("check " + i);
                default -> CheckResult.unable("check " + i);
            };
            belief = belief.after(check, Instant.ofEpochSecond(i), config);
        }
        return belief;
    }

    @ParameterizedTest
    @CsvSource({
        "'', none, 0",
        "+, none, 0",
        "++, UP, 1",
        "--, none, 0",
        "---, DOWN, 2",
        "+-+-+-, none, 0",
        "+-++, UP, 3",
        "++--, UP, 1",
        "++--+--, UP, 1",
        "++---, DOWN, 4",
        "++---+, DOWN, 4",
        "++---+-+, DOWN, 4",
        "++---++, UP, 6",
        "++---++--+++---, DOWN, 14",
        "++?, none, 2",
        "++?+, none, 2",
        "++?++, UP, 4",
        "--?-, none, 2"
    })
    void followsTheThresholds(String checks, String state, long since) {
        EndpointBelief belief = after(checks, TWO_THREE);
        assertEquals(state, belief.state().map(HealthState::name).orElse("none"));
        assertEquals(since, belief.since().getEpochSecond());
        if (belief.state().isPresent()) {
            assertEquals("check " + since, belief.reason(), "what decided");
        }
    }

    /** The oracle: a state begins where the last rise or fall checks agree, and ends nowhere else. */
    @Test
    void agreesWithTheDefinition() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            int rise = 1 + random.nextInt(4);
            int fall = 1 + random.nextInt(4);
            HealthConfig config = new HealthConfig(Duration.ofSeconds(5), rise, fall, Duration.ofSeconds(1));
            List<Boolean> checks = new ArrayList<>();
            EndpointBelief belief = EndpointBelief.NONE;
            Optional<HealthState> expected = Optional.empty();
            for (int i = 0; i < 30; i++) {
                boolean good = random.nextBoolean();
                checks.add(good);
                belief = belief.after(good ? CheckResult.good("") : CheckResult.bad(""), Instant.EPOCH, config);
                if (lastAre(checks, true, rise)) {
                    expected = Optional.of(HealthState.UP);
                } else if (lastAre(checks, false, fall)) {
                    expected = Optional.of(HealthState.DOWN);
                }
                assertEquals(expected, belief.state(), "seed " + seed + " checks " + checks);
            }
        }
    }

    private static boolean lastAre(List<Boolean> checks, boolean good, int count) {
        return checks.size() >= count
                && checks.subList(checks.size() - count, checks.size()).stream().allMatch(each -> each == good);
    }
}
