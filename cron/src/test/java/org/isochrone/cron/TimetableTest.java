package org.isochrone.cron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.isochrone.steering.testkit.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs by real Quartz, with intervals short enough to watch. */
class TimetableTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Timetable timetable = new Timetable();

    @AfterEach
    void close() {
        timetable.close();
    }

    private JobCounts counts(String name) {
        return Objects.requireNonNull(timetable.counts().get(name), name);
    }

    @Test
    void runsAgainAndAgain() {
        AtomicInteger runs = new AtomicInteger();
        timetable.every(Duty.MAP_POLL, "", Duration.ofMillis(20), runs::incrementAndGet);
        assertEquals(0, runs.get(), "not before the start");
        timetable.start();
        Await.until(PATIENCE, () -> runs.get() >= 5);
        timetable.every(Duty.REFRESH, "later", Duration.ofMillis(20), runs::incrementAndGet);
        Await.until(PATIENCE, () -> counts("refresh later").runs() >= 2);
    }

    @Test
    void aTaskThatThrowsRunsAgainAndStopsNobody() {
        AtomicInteger others = new AtomicInteger();
        timetable.every(Duty.STEER_ROUND, "", Duration.ofMillis(20), () -> {
            throw new IOException("planned");
        });
        timetable.every(Duty.COUNT_FLUSH, "", Duration.ofMillis(20), () -> {
            others.incrementAndGet();
            throw new IllegalStateException("planned");
        });
        timetable.start();
        Await.until(PATIENCE, () -> counts("steer-round").failures() >= 3 && others.get() >= 3);
    }

    @Test
    void runsNeverOverlapAndTimesNeverPileUp() throws InterruptedException {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch longEnough = new CountDownLatch(1);
        Duration interval = Duration.ofMillis(200);
        timetable.every(Duty.PROBE_ROUND, "a", interval, () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            try {
                assertTrue(longEnough.await(30, TimeUnit.SECONDS));
            } finally {
                inside.decrementAndGet();
            }
        });
        AtomicInteger ticks = new AtomicInteger();
        timetable.every(Duty.MAP_POLL, "", interval, ticks::incrementAndGet);
        timetable.start();
        Await.until(PATIENCE, () -> ticks.get() >= 10);
        longEnough.countDown();
        int atRelease = ticks.get();
        Await.until(PATIENCE, () -> ticks.get() >= atRelease + 5);
        assertEquals(1, most.get());
        JobCounts counts = counts("probe-round a");
        assertEquals(1, counts.overruns());
        assertTrue(counts.runs() >= 3 && counts.runs() <= 9, "no times were made up for: " + counts);
    }

    @Test
    void jobsThatHangHoldUpNobodyElse() {
        int many = 30;
        CountDownLatch hanging = new CountDownLatch(many);
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < many; i++) {
            timetable.every(Duty.SPOOL_UPLOAD, "peer-" + i, Duration.ofMillis(20), () -> {
                hanging.countDown();
                never.await();
            });
        }
        AtomicInteger ticks = new AtomicInteger();
        timetable.every(Duty.MAP_POLL, "", Duration.ofMillis(20), ticks::incrementAndGet);
        timetable.start();
        Await.until(PATIENCE, () -> hanging.getCount() == 0);
        int before = ticks.get();
        Await.until(PATIENCE, () -> ticks.get() >= before + 3);
    }

    @Test
    void goesOnAfterPlanningAnew() {
        AtomicInteger runs = new AtomicInteger();
        timetable.every(Duty.MAP_POLL, "", Duration.ofHours(1), runs::incrementAndGet);
        timetable.start();
        Await.until(PATIENCE, () -> runs.get() == 1);
        timetable.planAnew();
        Await.until(PATIENCE, () -> runs.get() == 2);
    }

    @Test
    void closingInterruptsWhatRuns() {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger interrupted = new AtomicInteger();
        timetable.every(Duty.PROBE_ROUND, "", Duration.ofSeconds(1), () -> {
            started.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                interrupted.incrementAndGet();
                throw e;
            }
        });
        timetable.start();
        Await.until(PATIENCE, () -> started.getCount() == 0);
        timetable.close();
        assertEquals(1, interrupted.get());
    }

    @Test
    void theSameJobTwiceIsRefused() {
        timetable.every(Duty.MAP_POLL, "", Duration.ofHours(1), () -> {});
        assertThrows(
                IllegalArgumentException.class,
                () -> timetable.every(Duty.MAP_POLL, "", Duration.ofHours(1), () -> {}));
        assertThrows(IllegalArgumentException.class, () -> timetable.every(Duty.REFRESH, "", Duration.ZERO, () -> {}));
    }

    @Test
    void twoTimetablesLiveSideBySide() {
        AtomicInteger runs = new AtomicInteger();
        try (Timetable other = new Timetable()) {
            other.every(Duty.MAP_POLL, "", Duration.ofMillis(20), runs::incrementAndGet);
            other.start();
            Await.until(PATIENCE, () -> runs.get() >= 2);
        }
        timetable.every(Duty.MAP_POLL, "", Duration.ofMillis(20), runs::incrementAndGet);
        timetable.start();
        int before = runs.get();
        Await.until(PATIENCE, () -> runs.get() >= before + 2);
    }
}
