package org.isochrone.app.rgw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.isochrone.pdns.TtlConfig;
import org.isochrone.steering.decision.BucketPlace;
import org.isochrone.steering.decision.BucketPlace.State;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What gateways told of buckets counts as long as it should, and what answers miss is asked for. */
final class BucketDirectoryTest {
    private static final Duration FRESH = Duration.ofMinutes(5);

    @AutoClose
    private final StandInGateway there = new StandInGateway();

    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private final RgwConfig config = new RgwConfig(
            List.of(there.uri()),
            "admin",
            StandInGateway.ACCESS,
            StandInGateway.SECRET,
            Signature.V2,
            "us-east-1",
            FRESH,
            Duration.ofDays(1));

    @AutoClose
    private final Gateway gateway = new Gateway(config, () -> now);

    private final BucketDirectory directory = new BucketDirectory(config, () -> now);

    private State state(String bucket) {
        return directory.find(bucket).state();
    }

    private void learnAll() {
        for (Optional<String> next = directory.next(); next.isPresent(); next = directory.next()) {
            directory.learn(next.get(), gateway);
        }
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void anOddNameDoesNotSendTheGatewayAway() {
        there.bucket("photos", "zonegroup", "eu").refuses("odd", 400, "InvalidArgument");
        directory.learn("photos", gateway);
        directory.learn("odd", gateway);
        assertEquals(Optional.empty(), directory.outage().since());
        assertEquals(State.UNKNOWN, state("odd"));
        assertEquals(State.HELD, state("photos"));
        there.refuses(500);
        directory.learn("photos", gateway);
        assertEquals(Optional.of(now), directory.outage().since());
    }

    @Test
    void whatAnAnswerMissesIsLearntForTheNext() {
        there.bucket("photos", "zonegroup", "eu");
        assertEquals(State.UNKNOWN, state("photos"));
        assertEquals(State.UNKNOWN, state("photos"));
        assertEquals(Optional.of("photos"), directory.next());
        assertEquals(Optional.empty(), directory.next(), "missed twice, asked for once");
        directory.learn("photos", gateway);
        BucketPlace held = directory.find("photos");
        assertEquals(Optional.of("eu"), held.held());
        assertTrue(held.settled());
        assertEquals(Optional.empty(), directory.next());
    }

    /** Who asks whether a place is still right is told what finding it again would tell, and notes what that would. */
    @Test
    void aPlaceIsStillRightForAsLongAsItWouldBeFoundAgain() {
        there.bucket("photos", "zonegroup", "eu");
        Map<String, BucketPlace> places = new HashMap<>();
        Set<BucketPlace.State> seen = EnumSet.noneOf(BucketPlace.State.class);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            String bucket = random.nextBoolean() ? "photos" : "nope";
            BucketPlace before = places.getOrDefault(bucket, directory.find(bucket));
            while (directory.next().isPresent()) {}
            boolean still = directory.still(bucket, before);
            boolean noted = directory.next().isPresent();
            BucketPlace after = directory.find(bucket);
            assertEquals(before.says(after.state(), after.zonegroup(), after.settled()), still, "seed " + seed);
            assertEquals(directory.next().isPresent(), noted, "seed " + seed);
            seen.add(after.state());
            places.put(bucket, after);
            switch (random.nextInt(8)) {
                case 0 -> directory.learn(bucket, gateway);
                case 1 -> there.bucket("photos", "zonegroup", random.nextBoolean() ? "eu" : "us");
                case 2 -> pass(FRESH);
                case 3 -> pass(Duration.ofHours(random.nextInt(30)));
                default -> pass(Duration.ofMillis(random.nextInt(3_000)));
            }
        }
        assertEquals(EnumSet.allOf(BucketPlace.State.class), seen);
    }

    @Test
    void whoAsksWhetherAPlaceIsStillRightLeavesNothingOnTheHeap() {
        there.bucket("photos", "zonegroup", "eu");
        directory.learn("photos", gateway);
        pass(FRESH.plusSeconds(1));
        directory.learn("absent", gateway);
        List<String> buckets = List.of("photos", "absent", "unknown");
        List<BucketPlace> places = buckets.stream().map(directory::find).toList();
        assertEquals(
                List.of(State.HELD, State.ABSENT, State.UNKNOWN),
                places.stream().map(BucketPlace::state).toList());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long fewest = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long start = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 3_000; i++) {
                assertTrue(directory.still(buckets.get(i % 3), places.get(i % 3)));
            }
            fewest = Math.min(fewest, threads.getCurrentThreadAllocatedBytes() - start);
        }
        assertEquals(0, fewest);
    }

    @Test
    void anAbsenceCountsForFourSecondsAtMost() {
        state("new");
        learnAll();
        assertEquals(State.ABSENT, state("new"));
        assertFalse(directory.find("new").settled());
        pass(Duration.ofSeconds(4));
        assertEquals(State.ABSENT, state("new"));
        pass(Duration.ofMillis(1));
        assertEquals(State.UNKNOWN, state("new"));
        there.bucket("new", "zonegroup", "us");
        learnAll();
        assertEquals(Optional.of("us"), directory.find("new").held());
    }

    /** Ours, then PowerDNS's of what backends say, then its own of packets, then a resolver's. */
    @Test
    void noConfigurationThatIsShippedKeepsAnAbsenceForLongerThanTenSeconds() throws IOException {
        int read = 0;
        try (Stream<Path> examples = Files.list(Path.of("..", "pdns-plugin", "examples"))) {
            for (Path example : examples.toList()) {
                String text = Files.readString(example);
                // rgw-pdns says of no bucket that it is absent
                if (text.contains("\nlaunch=") && !example.toString().contains("rgw-pdns")) {
                    Matcher kept =
                            Pattern.compile("(?m)^negquery-cache-ttl=(\\d+)$").matcher(text);
                    assertTrue(kept.find(), example.toString());
                    long all = BucketDirectory.ABSENT.toSeconds()
                            + Integer.parseInt(kept.group(1))
                            + 2 * TtlConfig.ABSENCE_SECONDS;
                    assertTrue(all <= 10, example + ": " + all);
                    read++;
                }
            }
        }
        assertTrue(read >= 7, read + " configurations");
    }

    @Test
    void whatIsOldIsAskedForAgainAndHoldsWhileNobodyReplies() {
        there.bucket("photos", "zonegroup", "eu");
        state("photos");
        learnAll();
        there.refuses(503);
        pass(FRESH.plusSeconds(1));
        BucketPlace stale = directory.find("photos");
        assertEquals(Optional.of("eu"), stale.held());
        assertFalse(stale.settled());
        learnAll();
        assertTrue(directory.outage().since().isPresent());
        assertTrue(
                directory.find("photos").story().contains("none replies since"),
                directory.find("photos").story());
        pass(Duration.ofDays(1));
        assertEquals(State.UNKNOWN, state("photos"), "older than [Rgw] Stale");
        there.refuses(0);
        learnAll();
        assertEquals(Optional.of("eu"), directory.find("photos").held());
        assertTrue(directory.outage().since().isEmpty());
    }

    @Test
    void aListNamesBucketsBeforeAnybodyAsks() {
        there.bucket("photos", "zonegroup", "eu")
                .bucket("my.dotted.bucket", "zonegroup", "us")
                .bucket("acme/logs", "zonegroup", "us");
        directory.list(gateway);
        learnAll();
        assertEquals(Optional.of("eu"), directory.find("photos").held());
        assertEquals(Optional.of("us"), directory.find("my.dotted.bucket").held());
        assertTrue(directory.nonTerminal("dotted.bucket"));
        assertTrue(directory.nonTerminal("bucket"));
        assertFalse(directory.nonTerminal("photos"));
        assertEquals(2, directory.size(), "a tenant's bucket has no name in DNS");
    }

    @Test
    void aFloodOfNamesIsBounded() {
        for (int i = 0; i < 50_000; i++) {
            state("random-" + i);
        }
        int missed = 0;
        while (directory.next().isPresent()) {
            missed++;
        }
        assertEquals(10_000, missed);
    }

    @Test
    void whatWasFoundOutlastsARestart(@TempDir Path folder) throws Exception {
        there.bucket("photos", "zonegroup", "eu");
        Path file = folder.resolve("buckets.json");
        try (BucketFinder finder = new BucketFinder(config, file, () -> now)) {
            finder.directory().find("photos");
            finder.directory().find("nope");
            finder.work();
        }
        there.refuses(503);
        pass(Duration.ofHours(1));
        BucketDirectory kept = BucketFinder.kept(config, file, () -> now);
        assertEquals(Optional.of("eu"), kept.find("photos").held());
        assertEquals(State.UNKNOWN, kept.find("nope").state());
        Files.writeString(file, "{\"buckets\": {\"photos\": 7}}");
        assertEquals(0, BucketFinder.kept(config, file, () -> now).size(), "a damaged file is passed over");
    }

    @Test
    void whatTheDiskDidNotTakeIsKeptAsSoonAsItDoes(@TempDir Path folder) throws Exception {
        there.bucket("photos", "zonegroup", "eu");
        Path file = folder.resolve("buckets.json");
        Path inTheWay = Files.createDirectories(file.resolve("is a folder"));
        try (BucketFinder finder = new BucketFinder(config, file, () -> now)) {
            finder.directory().find("photos");
            finder.work();
            finder.keep();
            Files.delete(inTheWay);
            Files.delete(file);
            finder.keep();
            assertEquals(1, BucketFinder.kept(config, file, () -> now).size());
        }
    }

    @Test
    void whatWasToldAfterJanuary2038IsReadAgain(@TempDir Path folder) {
        Path file = folder.resolve("buckets.json");
        now = Instant.parse("2038-01-20T00:00:00Z");
        new BucketFile(file).write(Map.of("photos", new BucketEntry("eu", now)));
        assertEquals(
                Optional.of("eu"),
                BucketFinder.kept(config, file, () -> now).find("photos").held());
    }

    @Test
    @Timeout(60)
    void aListThatLeadsBackToItsPageEnds() {
        there.bucket("photos", "zonegroup", "eu").endless();
        directory.list(gateway);
        assertEquals(Optional.of("photos"), directory.next());
    }

    @Test
    void aClockSetBackMakesNothingOlder() {
        directory.restore(Map.of("photos", new BucketEntry("eu", now.plusSeconds(3600))));
        assertTrue(directory.find("photos").settled());
    }
}
