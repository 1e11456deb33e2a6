package org.isochrone.app.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.isochrone.steering.burst.Arrivals;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.burst.ReadMark;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.port.BurstStore;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.Period;
import org.isochrone.steering.topology.Realm;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zone;
import org.isochrone.steering.topology.ZoneSteering;
import org.isochrone.steering.topology.Zonegroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration ROUND = Duration.ofMinutes(15);

    @TempDir
    private Path folder;

    private final Kept kept = new Kept();

    /** Keeps bursts in memory, each sequence of a peer once. */
    private static final class Kept implements BurstStore {
        private final List<Burst> bursts = new ArrayList<>();
        private final List<String> seen = new ArrayList<>();
        private final Map<String, Instant> firsts = new HashMap<>();

        @Override
        public int append(String peer, List<NumberedBurst> batch) {
            int added = 0;
            for (NumberedBurst numbered : batch) {
                String key = peer + "/" + numbered.sequence();
                if (!seen.contains(key)) {
                    seen.add(key);
                    bursts.add(numbered.burst());
                    firsts.putIfAbsent(peer, numbered.burst().at());
                    added++;
                }
            }
            return added;
        }

        @Override
        public Optional<Instant> first(String peer) {
            return Optional.ofNullable(firsts.get(peer));
        }

        @Override
        public Arrivals scanUnseen(ReadMark mark, Instant from, Instant to, Consumer<Burst> sink) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void burstsAreReadRoundByRoundAndTheSameFileAddsNothingTwice() throws IOException {
        Path file = write("""
                round,client,region,rtt_ms
                0,10.0.0.0/24,fra,17.452
                # the last round is now
                2,2001:db8::/48,z2,
                """);
        Imports.Bursts first = bursts(file);
        assertEquals(new Imports.Bursts(2, 2, NOW.minus(ROUND.multipliedBy(2))), first);
        assertEquals(
                List.of(
                        Burst.single(
                                Prefix.parse("10.0.0.0/24"), "z1", first.start(), ProbeMethod.IMPORTED, 17_452_000),
                        Burst.loss(Prefix.parse("2001:db8::/48"), "z2", NOW, ProbeMethod.IMPORTED, 1)),
                kept.bursts);
        assertEquals(0, bursts(file).added());
        Imports.Bursts later = Imports.bursts(
                file, ROUND, Optional.empty(), topology(), kept, () -> NOW.plusSeconds(99), (_, _) -> {});
        assertEquals(first.start(), later.start(), "a burst that is sent again keeps its moment");
    }

    @Test
    void aPackedFileIsUnpacked() throws IOException {
        Path file = folder.resolve("bursts.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("rtt_ms,round,region,client\n1.5,0,fra,10.0.0.0/24\n".getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(1, bursts(file).added());
    }

    @Test
    void everyBadLineIsToldAndNothingIsKept() throws IOException {
        Path file = write("""
                round,client,region,rtt_ms
                0,10.0.0.0/24,fra,17.452
                0,10.0.0.1/24,fra,17.452
                0,10.0.0.0/24,mars,17.452
                0,10.0.0.0/24,fra,-3
                -1,10.0.0.0/24,fra,0
                0,10.0.0.0/24,fra
                0,10.0.0.0/24,fra,fast
                ١,10.0.0.0/24,fra,١
                """);
        assertProblems(
                List.of(
                        ":3: client must be a prefix ADDRESS/LENGTH: '10.0.0.1/24' (host bits are set: 10.0.0.1/24, did"
                                + " you mean 10.0.0.0/24?)",
                        ":4: region must be a zone of the current period (fra, nyc): 'mars'",
                        ":5: rtt_ms must be more than 0 and at most 120000 ms, or empty for a loss: '-3'",
                        ":6: round must be a whole number in [0..100000000]: '-1'",
                        ":6: rtt_ms must be more than 0 and at most 120000 ms, or empty for a loss: '0'",
                        ":7: must have 4 fields, has 3: '0,10.0.0.0/24,fra'",
                        ":8: rtt_ms must be more than 0 and at most 120000 ms, or empty for a loss: 'fast'",
                        ":9: round must be a whole number in [0..100000000]: '\u0661'",
                        ":9: rtt_ms must be more than 0 and at most 120000 ms, or empty for a loss: '\u0661'"),
                file);
        assertEquals(List.of(), kept.bursts);
    }

    @Test
    void twoLinesOfOneRoundClientAndRegionContradictEachOther() throws IOException {
        Path file = write("""
                round,client,region,rtt_ms
                0,10.0.0.0/24,fra,17
                0,10.0.0.0/24,nyc,17
                1,10.0.0.0/24,fra,17
                0,10.0.0.0/24,z1,90
                """);
        assertProblems(
                List.of(":5: round, client and region must stand in one line only: '0,10.0.0.0/24,z1' stands in line 2"
                        + " already"),
                file);
        assertEquals(List.of(), kept.bursts);
    }

    @Test
    void noRoundMayBeInTheFuture() throws IOException {
        Path file = write("round,client,region,rtt_ms\n0,10.0.0.0/24,fra,17\n2,10.0.0.0/24,fra,17\n");
        Instant latest = NOW.minus(ROUND.multipliedBy(2));
        InvalidInputException refused =
                assertThrows(InvalidInputException.class, () -> bursts(file, Optional.of(latest.plusSeconds(1))));
        assertEquals(
                List.of("--start: must be at most 2026-01-02T02:34:05Z, or the last round is in the future:"
                        + " '2026-01-02T02:34:06Z'"),
                refused.problems());
        assertEquals(List.of(), kept.bursts);
        assertEquals(2, bursts(file, Optional.of(latest)).added());
    }

    @Test
    void readingStopsWhereNobodyWouldReadOn() throws IOException {
        Path file = write("round,client,region,rtt_ms\n" + "x,y,z,w\n".repeat(100));
        List<String> problems =
                assertThrows(InvalidInputException.class, () -> bursts(file)).problems();
        assertEquals(TextLines.MAX_PROBLEMS + 1, problems.size());
        assertEquals(file + ": was read no further than line 6", problems.getLast());
    }

    @Test
    void aFileWithoutItsHeaderIsRefused() throws IOException {
        assertProblems(
                List.of(":1: the header must be round,client,region,rtt_ms: missing, unknown or twice: '0',"
                        + " '10.0.0.0/24', 'fra', '1', 'round', 'client', 'region', 'rtt_ms'"),
                write("0,10.0.0.0/24,fra,1\n"));
        assertProblems(List.of(":1: must be a header line: round,client,region,rtt_ms"), write("\n"));
        assertProblems(List.of(": there is no such file"), folder.resolve("missing.csv"));
    }

    private void assertProblems(List<String> expected, Path file) {
        InvalidInputException refused = assertThrows(InvalidInputException.class, () -> bursts(file));
        assertEquals(expected.stream().map(problem -> file + problem).toList(), refused.problems());
    }

    private Imports.Bursts bursts(Path file) {
        return bursts(file, Optional.empty());
    }

    private Imports.Bursts bursts(Path file, Optional<Instant> start) {
        return Imports.bursts(file, ROUND, start, topology(), kept, () -> NOW, (_, _) -> {});
    }

    private Path write(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "bursts", ".csv"), text);
    }

    private static Topology topology() {
        List<Zone> zones = List.of(
                new Zone("z1", "fra", List.of(), false, ZoneSteering.UNKNOWN, Json.Obj.EMPTY),
                new Zone("z2", "nyc", List.of(), false, ZoneSteering.UNKNOWN, Json.Obj.EMPTY));
        Zonegroup group = new Zonegroup("g1", "world", true, List.of(), List.of(), "z1", zones, Json.Obj.EMPTY);
        Period period = new Period("p1", 1, "", List.of(group), "g1", "z1", "r1", "realm", 1, Json.Obj.EMPTY);
        return new Topology(new Realm("r1", "realm", "p1", 1), period, List.of(), List.of());
    }
}
