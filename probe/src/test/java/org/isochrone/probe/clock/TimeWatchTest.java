package org.isochrone.probe.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.isochrone.probe.testnet.ManualClock;
import org.junit.jupiter.api.Test;

/** What is said of a process that stood still, and of a clock that jumped. */
class TimeWatchTest {
    private final ManualClock clock = new ManualClock();
    private final List<String> told = new ArrayList<>();
    private final TimeWatch.Listener heard = new TimeWatch.Listener() {
        @Override
        public void stoodStill(Duration time) {
            told.add("stood still " + time);
        }

        @Override
        public void clockJumped(Duration by) {
            told.add("jumped " + by);
        }
    };
    private final TimeWatch watch = new TimeWatch(clock.clocks(), heard);

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
        assertEquals(List.of("stood still PT5S", "jumped PT1H", "stood still PT2S", "jumped PT-1H"), told);
    }
}
