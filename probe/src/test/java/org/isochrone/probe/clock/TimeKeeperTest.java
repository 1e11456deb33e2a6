package org.isochrone.probe.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.isochrone.probe.diary.Diary;
import org.isochrone.steering.testkit.Await;
import org.junit.jupiter.api.Test;

/** The thread that looks at the clocks. */
class TimeKeeperTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** As a round does while it waits for a slow database. */
    @Test
    void whoeverWaitsForSomethingElseDoesNotStandStill() {
        try (TimeKeeper keeper = new TimeKeeper(Clocks.system(), new Diary("p", Clocks.system()))) {
            long start = System.nanoTime();
            Await.until(
                    PATIENCE,
                    () -> System.nanoTime() - start
                            > TimeWatch.NOTABLE.plusMillis(300).toNanos());
            assertEquals(Duration.ZERO, keeper.watch().jumped());
            assertTrue(
                    keeper.watch().stoodStill().compareTo(Duration.ofSeconds(1)) <= 0,
                    keeper.watch().stoodStill().toString());
        }
    }

    @Test
    void pausesAndJumpsAreNoticedUnasked() {
        AtomicLong pause = new AtomicLong();
        AtomicLong jump = new AtomicLong();
        Clocks clocks = new Clocks(
                () -> InstantSource.system().instant().plusNanos(pause.get() + jump.get()),
                () -> System.nanoTime() + pause.get());
        try (TimeKeeper keeper = new TimeKeeper(clocks, new Diary("p", clocks))) {
            pause.set(Duration.ofSeconds(5).toNanos());
            Await.until(PATIENCE, () -> keeper.watch().stoodStill().toSeconds() == 5);
            jump.set(Duration.ofHours(-1).toNanos());
            Await.until(PATIENCE, () -> keeper.watch().jumped().toSeconds() >= 3599);
        }
    }
}
