package org.isochrone.probe.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.isochrone.probe.testnet.ManualClock;
import org.junit.jupiter.api.Test;

/** What is said of a process that stood still, and of a clock that jumped. */
class TimeWatchTest {
    private final ManualClock clock = new ManualClock();
    private final TimeWatch watch = new TimeWatch(clock.clocks());

    private void look(Duration stoodStill, Duration jumped) {
        watch.look();
        assertEquals(stoodStill, watch.stoodStill());
        assertEquals(jumped, watch.jumped());
    }

    @Test
    void ordinaryTimeIsNothingToSpeakOf() {
        for (int i = 0; i < 100; i++) {
            clock.pass(Duration.ofMillis(900));
            look(Duration.ZERO, Duration.ZERO);
        }
    }

    @Test
    void pausesAndJumpsAddUp() {
        clock.pass(Duration.ofSeconds(5));
        look(Duration.ofSeconds(5), Duration.ZERO);
        clock.jump(Duration.ofHours(1));
        look(Duration.ofSeconds(5), Duration.ofHours(1));
        clock.pass(Duration.ofSeconds(2));
        clock.jump(Duration.ofHours(-1));
        look(Duration.ofSeconds(7), Duration.ofHours(2));
    }
}
