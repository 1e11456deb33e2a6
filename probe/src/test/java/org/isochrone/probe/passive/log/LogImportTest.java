package org.isochrone.probe.passive.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.isochrone.steering.config.InvalidInputException;
import org.junit.jupiter.api.Test;

class LogImportTest {
    private static final LogFormat FORMAT = Logs.format(LogKind.NGINX, "$remote_addr [$msec] $tcpinfo_rtt");

    @Test
    void countsMalformedLinesAndTellsTheFirstWithPlaceValueAndRange() {
        Logs.Read read = Logs.read(FORMAT, """
                192.0.2.1 [1795273635.213] 100
                nonsense
                192.0.2.1 [1795273635.213] 0
                192.0.2.1 [1795273635.213] 120000001
                192.0.2.1 [1795273635.213] -5
                192.0.2.1 [1795273635.213] -
                192.0.2.1 [2795273635.213] 100
                192.0.2.256 [1795273635.213] 100
                192.0.2.1 [x] 100
                192.0.2.1 [1795273636.0] 101
                192.0.2.1 [17952""".indent(0).stripTrailing());
        assertEquals(List.of("1795273635 192.0.2.1 100", "1795273636 192.0.2.1 101"), read.roundTrips());
        assertEquals(
                List.of(
                        "log:2: does not fit the format: must have ' [' before $msec, column 9",
                        "log:3: $tcpinfo_rtt must be a round trip in [1 us..2 min]: '0'",
                        "log:4: $tcpinfo_rtt must be a round trip in [1 us..2 min]: '120000001'",
                        "log:5: $tcpinfo_rtt must be a round trip in [1 us..2 min]: '-5'",
                        "log:7: $msec must be a time between 1970 and now: '2795273635.213'"),
                read.tally().problems());
        assertEquals(10, read.tally().lines());
        assertEquals(2, read.tally().taken());
        assertEquals(1, read.tally().without());
        assertEquals(7, read.tally().malformed());
        assertEquals(1, read.tally().unfinished());
    }

    @Test
    void aLineLongerThanTheBufferIsPassedOver() {
        String good = "192.0.2.1 [1795273635.213] 100\r\n";
        String text = good + "x".repeat(3 * LogReader.LONGEST_LINE) + "\n" + good;
        Logs.Read read = Logs.read(FORMAT, text);
        assertEquals(2, read.tally().taken());
        assertEquals(List.of("log:2: is longer than 262144 bytes"), read.tally().problems());
    }

    @Test
    void rotatedLogsAreReadInTheOrderOfTimeWhateverTheirOrder() throws IOException {
        StringBuilder old = new StringBuilder();
        StringBuilder young = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            old.append("192.0.2.1 [").append(1_795_000_000 + i).append("] 100\n");
            young.append("192.0.2.1 [").append(1_795_020_000 + i).append("] 100\n");
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(old.toString().getBytes(StandardCharsets.UTF_8));
        }
        List<String> read = Logs.read(
                        FORMAT,
                        List.of(
                                Logs.source("young", young.toString()),
                                new LogImport.Source("old", new ByteArrayInputStream(packed.toByteArray()))))
                .roundTrips();
        assertEquals(40_000, read.size());
        long worst = 0;
        long newest = 0;
        for (String each : read) {
            long second = Long.parseLong(each.substring(0, 10));
            worst = Math.max(worst, newest - second);
            newest = Math.max(newest, second);
        }
        // One block of each, some 2,200 lines, is read before it is known which is behind; one after the other: 40,000.
        assertTrue(worst <= 24_600, "behind by " + worst);
        assertEquals(1_795_039_999, newest);
    }

    @Test
    void aTableNeedsItsColumns() {
        LogFormat csv = Logs.format(LogKind.CSV, "");
        assertEquals(
                "log:2: the header must have the columns time,client,rtt_us, each once: 'time,client'",
                assertThrows(InvalidInputException.class, () -> Logs.read(csv, "# of today\ntime,client\n"))
                        .getMessage());
        Logs.Read read = Logs.read(csv, "\uFEFFtime,client,rtt_us\n1795273635,192.0.2.1,5\n\n1795273635,192.0.2.1,6");
        assertEquals(2, read.roundTrips().size());
    }
}
