package org.isochrone.probe.diary;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.isochrone.probe.spool.SpoolCounts;
import org.isochrone.probe.testnet.ManualClock;
import org.isochrone.steering.health.PeerEvent;
import org.isochrone.steering.port.PeerEvents;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.testkit.memory.MemoryPeerEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a peer tells of what befell it. */
class DiaryTest {
    @TempDir
    private Path folder = Path.of("");

    private final ManualClock clock = new ManualClock();
    private final MemoryPeerEvents store = new MemoryPeerEvents();
    private final Diary diary = new Diary("p", clock.clocks());

    private List<String> told() {
        diary.tell(store);
        return store.since(Instant.EPOCH).stream()
                .map(event -> event.kind() + " " + event.amount() + " "
                        + Duration.between(event.began(), event.ended()).toSeconds() + " s: " + event.story())
                .toList();
    }

    private static SpoolCounts counts(long held, long dropped, long corrupt) {
        return new SpoolCounts(0, held, 0, 0, 0, dropped, corrupt, 0);
    }

    @Test
    void whatHappensAgainWithinAMinuteIsOneEventThatLasts() {
        diary.notStored(10, "refused");
        assertEquals(List.of("NOT_STORED 10 0 s: refused"), told());
        for (int i = 0; i < 3; i++) {
            clock.pass(Duration.ofMinutes(1));
            diary.notStored(100 - i, "waits for the next try");
        }
        assertEquals(List.of("NOT_STORED 100 180 s: refused"), told());
        clock.pass(Duration.ofMinutes(2));
        diary.notStored(1, "once more");
        assertEquals(List.of("NOT_STORED 100 180 s: refused", "NOT_STORED 1 0 s: once more"), told());
    }

    @Test
    void aJumpBackIsAnEventOfItsOwnAndNoneEndsBeforeItsBeginning() {
        diary.stoodStill(Duration.ofSeconds(5));
        diary.clockJumped(Duration.ofHours(1));
        clock.pass(Duration.ofSeconds(1));
        clock.jump(Duration.ofHours(-1));
        diary.clockJumped(Duration.ofHours(-1));
        diary.stoodStill(Duration.ofSeconds(2));
        assertEquals(
                List.of(
                        "CLOCK_JUMPED -3600000 0 s: RTTs are not affected, the times of bursts are",
                        "STOOD_STILL 7000 0 s: RTTs are not affected",
                        "CLOCK_JUMPED 3600000 0 s: RTTs are not affected, the times of bursts are"),
                told());
    }

    @Test
    void whatTheSpoolCouldNotKeep() {
        diary.look(counts(0, 0, 0), "");
        assertEquals(List.of(), told());
        diary.look(counts(300, 0, 0), "No space left on device");
        diary.look(counts(200, 0, 2), "No space left on device");
        clock.pass(Duration.ofSeconds(1));
        diary.look(counts(0, 0, 2), "No space left on device");
        diary.look(counts(0, 50, 2), "");
        clock.pass(Duration.ofSeconds(1));
        diary.look(counts(0, 70, 2), "");
        assertEquals(
                List.of(
                        "DISK_REFUSED 300 0 s: No space left on device",
                        "DAMAGED 2 0 s: not what had been written",
                        "DROPPED 70 1 s: the spool reached its bound"),
                told());
    }

    @Test
    void whatAStoreDoesNotTakeIsToldTheNextTimeUnlessItIsTooMuch() {
        PeerEvents away = new PeerEvents() {
            @Override
            public void note(Collection<PeerEvent> events) {
                throw new StoreException("away", new IllegalStateException());
            }

            @Override
            public List<PeerEvent> since(Instant since) {
                return List.of();
            }
        };
        for (int i = 0; i < Diary.MOST + 5; i++) {
            clock.pass(Duration.ofSeconds(1));
            diary.clockJumped(Duration.ofSeconds(i));
            diary.tell(away);
        }
        List<String> told = told();
        assertEquals(Diary.MOST, told.size());
        assertEquals("CLOCK_JUMPED 5000 0 s: RTTs are not affected, the times of bursts are", told.getFirst());
    }

    @Test
    void aProcessThatTookNoLeaveWasAliveWhenItTouchedItsMarkLast() {
        Path file = folder.resolve("running");
        Instant start = clock.clocks().wall().instant();
        RunningMark first = RunningMark.set(file, clock.clocks());
        assertEquals(Optional.empty(), first.found());
        clock.pass(Duration.ofSeconds(60));
        first.touch();
        clock.pass(Duration.ofSeconds(3));
        first.touch();
        clock.pass(Duration.ofSeconds(7));
        RunningMark second = RunningMark.set(file, clock.clocks());
        assertEquals(Optional.of(start.plusSeconds(60)), second.found());
        second.found().ifPresent(diary::died);
        assertEquals(
                List.of(
                        "DIED 10000 10 s: the process ended without taking its leave (kill -9, power); what it had under"
                                + " way is measured anew"),
                told());
        second.remove();
        assertEquals(Optional.empty(), RunningMark.set(file, clock.clocks()).found());
        assertEquals(
                Optional.empty(),
                RunningMark.set(folder.resolve("no/such"), clock.clocks()).found());
        assertEquals(true, Files.exists(file));
    }
}
