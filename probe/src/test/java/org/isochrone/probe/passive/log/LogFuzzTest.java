package org.isochrone.probe.passive.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.isochrone.probe.passive.PassiveAggregator;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.testkit.FuzzInputs;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Any pattern is refused as no format, and under any other each line of any log is counted once, and its round trip is
 * one that can be. The first byte of an input says who wrote the log, the rest of its first line is the pattern.
 */
class LogFuzzTest {
    private static final LogKind[] KINDS = LogKind.values();
    private static final byte GZIP = 0x1F;

    /** Clocks differ by up to an hour. */
    private static final long LATEST = Logs.NOW.getEpochSecond() + 3600;

    @TestFactory
    Stream<DynamicTest> whatIsKept() {
        return FuzzInputs.of("log", LogFuzzTest::fuzzerTestOneInput);
    }

    /** Tries one log. */
    public static void fuzzerTestOneInput(byte[] input) {
        int line = 0;
        while (line < input.length && input[line] != '\n') {
            line++;
        }
        if (line == 0) {
            return;
        }
        LogKind kind = KINDS[(input[0] & 0xFF) % KINDS.length];
        String pattern = new String(input, 1, line - 1, StandardCharsets.UTF_8);
        byte[] log = Arrays.copyOfRange(input, Math.min(input.length, line + 1), input.length);
        LogTally tally;
        try {
            LogFormat format = new LogFormat(kind, pattern, ZoneOffset.UTC, () -> Logs.NOW);
            tally = LogImport.run(
                    List.of(new LogImport.Source("log", new ByteArrayInputStream(log))),
                    format,
                    (second, family, high, low, micros) -> {
                        assertTrue(second >= 0 && second <= LATEST, "second " + second);
                        assertTrue(micros >= 1 && micros <= PassiveAggregator.MAX_MICROS, "micros " + micros);
                    },
                    lines -> {});
        } catch (InvalidInputException e) {
            assertFalse(e.problems().isEmpty());
            return;
        } catch (IOException e) {
            if (log.length > 0 && log[0] == GZIP) {
                return;
            }
            throw new UncheckedIOException(e);
        }
        if (kind != LogKind.CSV && (log.length == 0 || log[0] != GZIP)) {
            assertEquals(ends(log), tally.lines());
        }
    }

    private static long ends(byte[] log) {
        long ends = 0;
        for (byte each : log) {
            ends += each == '\n' ? 1 : 0;
        }
        return ends;
    }
}
